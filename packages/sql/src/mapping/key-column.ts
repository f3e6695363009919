import { sql } from 'kysely';
import type { Column } from '../filter/predicate.ts';
import type { Sql } from '../statements/statement.ts';
import { isText } from './compile-fields.ts';
import { columnOf, type EngineSql } from './engine-sql.ts';
import type { ColumnFact } from './facts.ts';
import type { MappedType, Scalar, Time } from './mapped-type.ts';
import { resource } from './source-of.ts';

/** The name of the column that holds what a scalar is compared by. */
function comparedName({ column, compare }: Scalar): string {
  return (compare?.kind === 'binary' ? undefined : compare?.column) ?? column;
}

/** What the database says about that column. */
export function comparedFact({ facts }: MappedType, scalar: Scalar): ColumnFact | undefined {
  return facts.get(comparedName(scalar));
}

/** That column as it is, so that an index serves: what stands for no value has to be excluded beside it. */
export function indexedColumn(scalar: Scalar): Sql {
  return columnOf(resource.row, comparedName(scalar));
}

/** The column that holds what a scalar is compared by, null where it has no value. */
export function comparedColumn(scalar: Scalar): Sql {
  const name = indexedColumn(scalar);
  return scalar.absent === undefined ? name : sql`nullif(${name}, ${scalar.absent})`;
}

/** The column with the value itself. */
export function shownColumn({ column, absent }: Scalar): Sql {
  const name = columnOf(resource.row, column);
  return absent === undefined ? name : sql`nullif(${name}, ${absent})`;
}

/** A column as it is sorted and held against greater and less: byte for byte, and as it is where that is its own order. */
export function sorted(engine: EngineSql, type: MappedType, scalar: Scalar, column: Sql): Sql {
  if (!isText(scalar.attribute) || comparedFact(type, scalar)?.exactOrder === true) return column;
  return engine.bytewise(column);
}

/** A column of instants; where it is empty, the sidecar knows. */
export function timeColumn(type: MappedType, which: 'created' | 'modified', { column }: Time): Column {
  const name = columnOf(resource.row, column);
  const fact = type.facts.get(column);
  if (fact?.nullable === false) return { sql: name, always: true, text: false };
  const others = type.linked ? sql`, r.${sql.id(`${which}_at`)}` : sql``;
  return { sql: sql`coalesce(${name}${others}, 0)`, always: true, text: false };
}
