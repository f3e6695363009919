import { type AttributeRef, type ResourceModel, resolveAttribute } from '@scimkit/core';
import type { ChildMapping } from './definition.ts';
import { tableName } from './engine-sql.ts';
import type { FindTable } from './facts.ts';
import type { Child, Computed, Fields, Scalar, Single, Time } from './mapped-type.ts';
import type { AnyAttribute, AnyCodec, AnyCompare, Mapping } from './mapping.ts';

/**
 * Resolves the attributes of a mapping.
 *
 * @throws TypeError for a path that the resource type does not have, and for what types could not keep from being written
 *   in JavaScript.
 */
export function compileFields(model: ResourceModel, mapping: Mapping, find: FindTable): Fields {
  const scalars: Scalar[] = [];
  const computed: Computed[] = [];
  const singles: Single[] = [];
  const children: Child[] = [];
  const times: { created?: Time; modified?: Time } = {};
  for (const [path, target] of Object.entries(mapping.attributes)) {
    if (path === 'meta.created') times.created = timeOf(target, path);
    else if (path === 'meta.lastModified') times.modified = timeOf(target, path);
    else {
      const attribute = attributeAt(model, path);
      if (isCodec(target)) computed.push({ attribute, codec: target });
      else if (isChild(target)) children.push(childOf(attribute, target, find));
      else if (isSingle(target)) singles.push(singleOf(attribute, target));
      else scalars.push(scalarOf(attribute, target));
    }
  }
  return { scalars, computed, singles, children, ...times };
}

function attributeAt(model: ResourceModel, path: string): AttributeRef {
  const attribute = resolveAttribute(model, path);
  if (attribute === undefined) {
    throw new TypeError(
      `${model.name} has no attribute ${JSON.stringify(path.slice(0, 60))}. Attributes of an extension need its resource type in \`resourceTypes\`.`,
    );
  }
  if (attribute.schema === '' && attribute.path !== 'externalId') {
    throw new TypeError(
      `${path} is the store's own: \`id\`, \`publicId\`, \`version\` and \`meta.*\` say where it is.`,
    );
  }
  return attribute;
}

function scalarOf(attribute: AttributeRef, target: Exclude<AnyAttribute, AnyCodec | ChildMapping>): Scalar {
  const scalar = typeof target === 'string' ? { column: target } : target;
  if (attribute.type === 'complex' || attribute.multiValued || attribute.parent?.multiValued === true) {
    throw new TypeError(
      `${attribute.path} has no single value: map its parts, or the whole list with \`asSingle\` or \`mapChild\`.`,
    );
  }
  const { compare } = scalar;
  if (compare !== undefined) checkCompare(attribute, compare);
  return {
    attribute,
    column: scalar.column,
    ...(compare === undefined ? {} : { compare }),
    ...('absent' in scalar && scalar.absent !== undefined ? { absent: scalar.absent } : {}),
  };
}

function checkCompare(attribute: AttributeRef, { kind }: AnyCompare): void {
  if (!isText(attribute)) {
    throw new TypeError(`${attribute.path}: \`compare\` is for text; ${attribute.type} needs none.`);
  }
  if (kind === 'binary' && !attribute.caseExact) {
    throw new TypeError(
      `${attribute.path} is compared without letter case, so \`binary\` would miss values: use \`key\` or \`db-ci\`.`,
    );
  }
}

/** Are the keys of the attribute strings? */
export function isText({ type }: AttributeRef): boolean {
  return type === 'string' || type === 'reference' || type === 'binary';
}

function singleOf(
  attribute: AttributeRef,
  { column, asSingle, compare }: Extract<AnyAttribute, { asSingle: string }>,
): Single {
  ensureList(attribute);
  return { attribute, column, asSingle, ...(compare === undefined ? {} : { compare }) };
}

function childOf(attribute: AttributeRef, child: ChildMapping, find: FindTable): Child {
  ensureList(attribute);
  return { attribute, child, table: tableName(child.table), facts: find(child.table) };
}

function ensureList(attribute: AttributeRef): void {
  const value = attribute.byName.get('value');
  if (!attribute.multiValued || value === undefined || !isText(value)) {
    throw new TypeError(`${attribute.path} is no list of elements with a \`value\` of text.`);
  }
}

function timeOf(target: AnyAttribute, path: string): Time {
  if (typeof target === 'string') return { column: target, unit: 'milliseconds', exact: false };
  if (!('column' in target) || 'asSingle' in target) throw new TypeError(`${path} has to be one column.`);
  const unit = 'as' in target ? target.as : undefined;
  return { column: target.column, unit: unit ?? 'milliseconds', exact: unit === 'milliseconds' };
}

function isCodec(target: AnyAttribute): target is AnyCodec {
  return typeof target === 'object' && 'read' in target;
}

function isChild(target: AnyAttribute): target is ChildMapping {
  return typeof target === 'object' && 'fk' in target;
}

function isSingle(target: AnyAttribute): target is Extract<AnyAttribute, { asSingle: string }> {
  return typeof target === 'object' && 'asSingle' in target;
}

/** The columns that have to be selected to know a resource. */
export function columnsToRead(mapping: Mapping, fields: Fields): readonly string[] {
  const columns = new Set<string>();
  for (const { column } of fields.scalars) columns.add(column);
  for (const { codec } of fields.computed) for (const column of codec.columns) columns.add(column);
  for (const { column } of fields.singles) columns.add(column);
  for (const time of [fields.created, fields.modified]) if (time !== undefined) columns.add(time.column);
  if (typeof mapping.version === 'object') columns.add(mapping.version.column);
  if (typeof mapping.rest === 'object') columns.add(mapping.rest.column);
  return [...columns];
}
