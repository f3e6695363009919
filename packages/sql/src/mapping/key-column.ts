import { sql } from 'kysely';
import type { Column } from '../filter/predicate.ts';
import type { Sql } from '../statements/statement.ts';
import { isText } from './compile-fields.ts';
import { columnOf, type EngineSql } from './engine-sql.ts';
import type { MappedType, Scalar, Time } from './mapped-type.ts';
import { resource } from './source-of.ts';

/** The column that holds what a scalar is compared by, null where it has no value. */
export function comparedColumn({ column, compare, absent }: Scalar): Sql {
  const name = columnOf(resource.row, (compare?.kind === 'binary' ? undefined : compare?.column) ?? column);
  return absent === undefined ? name : sql`nullif(${name}, ${absent})`;
}

/** The column with the value itself. */
export function shownColumn({ column, absent }: Scalar): Sql {
  const name = columnOf(resource.row, column);
  return absent === undefined ? name : sql`nullif(${name}, ${absent})`;
}

/** The same as it is sorted and held against greater and less. */
export function sortedColumn(engine: EngineSql, scalar: Scalar): Sql {
  const column = comparedColumn(scalar);
  return isText(scalar.attribute) ? engine.bytewise(column) : column;
}

/** A column of instants; where it is empty, the sidecar knows. */
export function timeColumn(type: MappedType, which: 'created' | 'modified', { column }: Time): Column {
  const name = columnOf(resource.row, column);
  const fact = type.facts.get(column);
  if (fact?.nullable === false) return { sql: name, always: true, text: false };
  const others = type.linked ? sql`, r.${sql.id(`${which}_at`)}` : sql``;
  return { sql: sql`coalesce(${name}${others}, 0)`, always: true, text: false };
}
