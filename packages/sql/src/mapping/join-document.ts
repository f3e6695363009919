import { decodeCell } from './cell.ts';
import type { Computed, MappedType } from './mapped-type.ts';
import { isProperties, own, type Properties, parseList, parseObject, valueAt, withValue } from './record.ts';
import { joinChild, joinSingle } from './split-list.ts';

/** What a row and its place in the sidecar say about a resource. */
export interface Pieces {
  /** Columns of the application's, by name. */
  readonly row: Properties;
  /** Rows of child tables, by the attribute's path, as JSON. */
  readonly children: ReadonlyMap<string, unknown>;
  /** The sidecar's JSON, or null. */
  readonly doc: unknown;
  readonly parts: unknown;
}

/** Puts a document together. */
export function joinDocument(type: MappedType, { row, children, doc, parts }: Pieces): Properties {
  const { mapping, fields, model } = type;
  const kept = typeof mapping.rest === 'object' ? parseObject(row[mapping.rest.column]) : undefined;
  const rest = kept === undefined ? parseObject(doc) : parseObject(own(kept, 'rest'));
  const known = kept === undefined ? parseObject(parts) : parseObject(own(kept, 'parts'));
  let document: Properties = { ...rest };
  const put = (steps: readonly string[], value: unknown): void => {
    if (value !== undefined) document = withValue(document, steps, value);
  };
  for (const { attribute, column, absent } of fields.scalars) {
    const cell = row[column];
    if (absent === undefined || String(cell) !== String(absent)) {
      put(attribute.steps, remembered(decodeCell(cell, attribute), own(known, attribute.path)));
    }
  }
  for (const computed of fields.computed) put(computed.attribute.steps, readComputed(type, computed, row));
  for (const single of fields.singles) {
    const { steps, path } = single.attribute;
    const value = row[single.column];
    const text =
      value === null || value === undefined ? undefined : remembered(String(value), own(known, path));
    const list = joinSingle(single, text, valueAt(document, steps), own(known, path));
    if (list.length > 0) put(steps, list);
  }
  for (const child of fields.children) {
    const { steps, path } = child.attribute;
    const list = joinChild(child, parseList(children.get(path)), own(known, path));
    if (list.length > 0) put(steps, list);
  }
  return inOrder(type, { ...document, schemas: schemasOf(document, model.schema, model.extensions) });
}

/** What a codec makes of a row. Its failure names the attribute and the table, for the log. */
function readComputed({ mapping }: MappedType, { attribute, codec }: Computed, row: Properties): unknown {
  try {
    return codec.read(row) ?? undefined;
  } catch (error) {
    throw new Error(`The codec of ${attribute.path} cannot read a row of ${mapping.table}.`, {
      cause: error,
    });
  }
}

/** The text that a client wrote, where the column still holds what was made of it. */
function remembered<Value>(value: Value, part: unknown): Value | string {
  if (!isProperties(part) || part.as !== value || typeof part.shown !== 'string') return value;
  return part.shown;
}

/** The base schema, and each extension of which there is anything. What a client has listed stays. */
function schemasOf(
  document: Properties,
  schema: string,
  extensions: MappedType['model']['extensions'],
): readonly unknown[] {
  const listed = own(document, 'schemas');
  const schemas: unknown[] = Array.isArray(listed) ? [...listed] : [schema];
  for (const { path } of extensions) {
    if (Object.hasOwn(document, path) && !schemas.includes(path)) schemas.push(path);
  }
  return schemas;
}

/** Properties in the order of the schema, as core writes them. */
function inOrder({ model }: MappedType, document: Properties): Properties {
  const names = model.attributes.map(({ name, path, extension }) => (extension ? path : name));
  const keys = new Set([...names.filter((name) => Object.hasOwn(document, name)), ...Object.keys(document)]);
  // `__proto__` is a name like any other, also in a JSON column that the application has filled.
  return Object.fromEntries(Array.from(keys, (key) => [key, document[key]]));
}
