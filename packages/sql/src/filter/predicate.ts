import type { CompareOp } from '@scimkit/core';
import { sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Sql } from '../statements/statement.ts';

/** A column and how it compares. */
export interface Column {
  readonly sql: Sql;
  /** True when it is never null. */
  readonly always: boolean;
  /** True for text, where the empty string is as good as none. */
  readonly text: boolean;
}

/** The literal of a comparison, in the forms that operators need. */
export interface Literal {
  readonly value: Sql;
  /** The text as a pattern of `like … escape '!'` that finds it anywhere. */
  readonly pattern: Sql;
  /** How many code points it has. */
  readonly length: Sql;
  /** What comes after all strings that begin with it. */
  readonly end: Sql;
  /** True for the empty string, which every string contains. */
  readonly empty: boolean;
  /** True when no string comes after all that begin with it. */
  readonly endless: boolean;
}

/** True, in SQL of every kind. */
export const always: Sql = sql.raw('1 = 1');
/** False, in SQL of every kind. */
export const never: Sql = sql.raw('1 = 0');

/**
 * Compares a column of one row.
 *
 * SQL has a third truth value. Where nothing negates it, null is as good as false and the plain comparison lets the index
 * be used; under a `not` (`negated`) it must become false, or absent values would match neither way (115 of 1,200 random
 * filters were wrong without).
 */
export function comparePredicate(
  dialect: SqlDialect,
  column: Column,
  op: CompareOp,
  literal: Literal,
  negated: boolean,
): Sql {
  const { sql: c } = column;
  // FLT-08: having no value is differing from every one.
  if (op === 'ne') {
    return column.always ? sql`${c} <> ${literal.value}` : sql`(${c} is null or ${c} <> ${literal.value})`;
  }
  const plain = plainPredicate(dialect, c, op, literal);
  return column.always || !negated ? plain : sql`(${c} is not null and ${plain})`;
}

function plainPredicate(dialect: SqlDialect, c: Sql, op: Exclude<CompareOp, 'ne'>, literal: Literal): Sql {
  const { value } = literal;
  switch (op) {
    case 'eq':
      return sql`${c} = ${value}`;
    case 'gt':
      return sql`${c} > ${value}`;
    case 'ge':
      return sql`${c} >= ${value}`;
    case 'lt':
      return sql`${c} < ${value}`;
    case 'le':
      return sql`${c} <= ${value}`;
    case 'co':
      return literal.empty ? sql`${c} is not null` : dialect.contains(c, literal);
    case 'ew':
      return literal.empty ? sql`${c} is not null` : dialect.endsWith(c, literal);
    case 'sw':
      if (literal.empty) return sql`${c} is not null`;
      return literal.endless ? sql`${c} >= ${value}` : sql`(${c} >= ${value} and ${c} < ${literal.end})`;
  }
}

/** Has the column a value that counts as one (FLT-10)? Two-valued. */
export function presentPredicate({ sql: c, always: filled, text }: Column): Sql {
  if (filled) return always;
  return text ? sql`(${c} is not null and ${c} <> '')` : sql`${c} is not null`;
}
