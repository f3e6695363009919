import type { Want } from '@scimkit/core';
import { sql } from 'kysely';
import type { Sql } from '../statements/statement.ts';
import { columnOf } from './engine-sql.ts';
import { firstMembers } from './first-members.ts';
import { selectedLocal } from './local-id.ts';
import type { MappedType } from './mapped-type.ts';
import type { MappedWords } from './mapped-words.ts';
import { type Look, looksOf, type Side } from './reference-condition.ts';
import { type Aliases, displayOf, publicIdInJson, publicIdOf, resource, sourceOf } from './source-of.ts';

/** A resource as it is selected. Columns of the application's are `c0`, `c1` …, in the order of `MappedType.columns`. */
export interface SelectedRow {
  readonly lid: unknown;
  readonly pid: unknown;
  /** Of the sidecar; null where it has no row, absent where there is no sidecar. */
  readonly lv?: unknown;
  readonly lc?: unknown;
  readonly lm?: unknown;
  readonly ld?: unknown;
  readonly lp?: unknown;
  readonly lg?: unknown;
  /** Columns, child tables (`k0`), members (`m0`) and groups (`h0`). */
  readonly [name: string]: unknown;
}

/**
 * What to select of the resource `u`, in one statement, so that a read shows one moment without a transaction.
 *
 * @param groups - Is it one resource, whose id is among the arguments?
 */
export function selectColumns(
  words: MappedWords,
  type: MappedType,
  want: Want,
  groups: 'one' | 'many' = 'many',
): Sql {
  const columns = [
    sql`${selectedLocal(words.engine, type, resource.row)} as lid`,
    sql`${publicIdOf(words, type)} as pid`,
  ];
  if (type.linked) {
    const { readDocument } = words.dialect;
    columns.push(
      sql`r.version as lv, r.created_at as lc, r.modified_at as lm, r.gone as lg`,
      sql`${readDocument(sql.ref('r.doc'))} as ld, ${readDocument(sql.ref('r.parts'))} as lp`,
    );
  }
  for (const [index, column] of type.columns.entries()) {
    columns.push(sql`${columnOf(resource.row, column)} as ${sql.id(`c${index}`)}`);
  }
  for (const [index, { child, table }] of type.fields.children.entries()) {
    const part = (name: string | undefined) => (name === undefined ? sql`null` : columnOf('c', name));
    const rows = words.dialect.jsonRows([
      columnOf('c', child.value),
      part(child.type),
      part(child.primary),
      part(child.order),
    ]);
    const own = sql`${columnOf('c', child.fk)} = ${columnOf(resource.row, type.mapping.id)}`;
    columns.push(sql`(select ${rows} from ${table} as c where ${own}) as ${sql.id(`k${index}`)}`);
  }
  if (want.members === true) columns.push(...references(words, type, 'members', 'm'));
  else if (want.members !== false) {
    for (const [index, look] of looksOf(words, type, 'members').entries()) {
      const first = firstMembers(words, type, look, { groups, positioned: false });
      columns.push(sql`${first} as ${sql.id(`m${index}`)}`);
    }
  }
  if (want.memberOf) columns.push(...references(words, type, 'memberOf', 'h'));
  return sql.join(columns);
}

const other: Aliases = { row: 'ou', link: 'ol' };

function references(words: MappedWords, type: MappedType, side: Side, prefix: string): readonly Sql[] {
  return looksOf(words, type, side).map(
    (look, index) => sql`${referenceList(words, type, look)} as ${sql.id(`${prefix}${index}`)}`,
  );
}

function referenceList(words: MappedWords, type: MappedType, { join, own, other: far, target }: Look): Sql {
  const { from, where } = sourceOf(words, target, other, 'resources', 'row');
  const display = displayOf(words, target, other);
  const rows = words.dialect.jsonRows([publicIdInJson(words, target, other), display]);
  const mine = sql`${columnOf('j', own)} = ${columnOf(resource.row, type.mapping.id)}`;
  // It goes from the memberships to the few rows they name.
  return sql`(select ${rows} from ${join.table} as j ${words.dialect.crossJoin} ${from} where ${mine} and ${columnOf(other.row, target.mapping.id)} = ${columnOf('j', far)} and ${where})`;
}
