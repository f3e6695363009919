import { type AttributeRef, ScimError, type StoredDocument, StoreError, toKey } from '@scimkit/core';
import { encodeCell, writtenText } from './cell.ts';
import type { EngineSql } from './engine-sql.ts';
import type { MappedType, Scalar } from './mapped-type.ts';
import type { AnyCodec } from './mapping.ts';
import { type Properties, valueAt, without, withValue } from './record.ts';
import { type ChildRow, splitChild, splitSingle } from './split-list.ts';

/** A document, taken apart into what columns hold and what is left. */
export interface Split {
  /** What attributes write into columns, by column. Attributes without a value are in {@link Split.cleared}. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The same of attributes that have no value. A new row leaves them to the database's defaults. */
  readonly cleared: Readonly<Record<string, unknown>>;
  /** Rows of child tables, by the attribute's path. */
  readonly children: ReadonlyMap<string, readonly ChildRow[]>;
  /** Attributes without a column. */
  readonly rest: Properties;
  /** What columns do not say of elements that are in columns, by the attribute's path. */
  readonly parts: Properties;
}

/** Takes a document apart. */
export function splitDocument(type: MappedType, engine: EngineSql, document: StoredDocument): Split {
  const { scalars, computed, singles, children } = type.fields;
  const values: Properties = {};
  const cleared: Properties = {};
  const rows = new Map<string, readonly ChildRow[]>();
  const parts: Properties = {};
  let rest: Properties = { ...document };
  for (const scalar of scalars) {
    const value = valueAt(document, scalar.attribute.steps);
    const isEmpty = value === undefined && scalar.absent === undefined;
    Object.assign(isEmpty ? cleared : values, cellsOf(type, engine, scalar, value));
    const shown = shownText(scalar, value);
    if (shown !== undefined) parts[scalar.attribute.path] = shown;
    rest = without(rest, scalar.attribute.steps);
  }
  for (const { attribute, codec } of computed) {
    const value = valueAt(document, attribute.steps);
    Object.assign(
      value === undefined ? cleared : values,
      encodeAll(type, engine, writeComputed(type, attribute, codec, value)),
    );
    rest = without(rest, attribute.steps);
  }
  for (const single of singles) {
    const { attribute } = single;
    const { value, others, part } = splitSingle(single, valueAt(document, attribute.steps));
    const cells = { ...single, attribute: attribute.byName.get('value') ?? attribute };
    Object.assign(value === undefined ? cleared : values, cellsOf(type, engine, cells, value));
    rest = without(rest, attribute.steps);
    if (others.length > 0) rest = withValue(rest, attribute.steps, others);
    if (part !== undefined) parts[attribute.path] = { ...part, ...shownText(cells, value) };
  }
  for (const child of children) {
    const { attribute } = child;
    const split = splitChild(child, valueAt(document, attribute.steps));
    rows.set(attribute.path, split.rows);
    if (split.part.length > 0) parts[attribute.path] = split.part;
    rest = without(rest, attribute.steps);
  }
  return { values, cleared, children: rows, rest, parts };
}

/** What a codec writes. A `ScimError` of it is the client's answer; any other failure says where it comes from, for the log. */
function writeComputed(
  { mapping }: MappedType,
  attribute: AttributeRef,
  { write }: AnyCodec,
  value: unknown,
): Readonly<Properties> {
  try {
    return write(value);
  } catch (error) {
    if (error instanceof ScimError || error instanceof StoreError) throw error;
    throw new Error(`The codec of ${attribute.path} cannot write to ${mapping.table}.`, { cause: error });
  }
}

type Cells = Pick<Scalar, 'attribute' | 'column' | 'compare' | 'absent'>;

/** What a column does not hold of a text that it holds in another form: then both are remembered. */
function shownText({ attribute, compare }: Cells, value: unknown): Properties | undefined {
  const as = writtenText(value, attribute, compare);
  return as === value ? undefined : { as, shown: value };
}

/** What a value writes into its column, and into the column of its key. */
function cellsOf(type: MappedType, engine: EngineSql, cells: Cells, value: unknown): Properties {
  const { attribute, column, compare, absent = null } = cells;
  const text = value === undefined ? absent : writtenText(value, attribute, compare);
  const written: Properties = { [column]: encodeCell(text, type.facts.get(column), engine) };
  if (compare?.kind === 'key' && compare.column !== undefined && compare.maintained !== 'application') {
    written[compare.column] = value === undefined ? absent : (toKey(value, attribute) ?? null);
  }
  return written;
}

/** Values that application code gives, as columns take them. Columns that are undefined are left out. */
export function encodeAll(
  { facts }: Pick<MappedType, 'facts'>,
  engine: EngineSql,
  values: Readonly<Record<string, unknown>>,
): Properties {
  const encoded: Properties = {};
  for (const [column, value] of Object.entries(values)) {
    if (value !== undefined) encoded[column] = encodeCell(value, facts.get(column), engine);
  }
  return encoded;
}
