import { createHash } from 'node:crypto';
import { type AttributeRef, KEY_VERSION, type ResourceModel } from '@scimkit/core';
import { columnsToRead, compileFields } from './compile-fields.ts';
import { tableName } from './engine-sql.ts';
import type { FindTable } from './facts.ts';
import type { Fields, Home, MappedType } from './mapped-type.ts';
import type { Mapping } from './mapping.ts';

/** Numbers of the built-in types in the table of types. */
const numbers = { User: 1, Group: 2 } as const;

/**
 * Compiles a mapping against a resource type. What the database says about columns comes later.
 *
 * @throws TypeError, in words, for a mapping that cannot work.
 */
export function compileType(model: ResourceModel, mapping: Mapping, find: FindTable): MappedType {
  checkMapping(mapping);
  const fields = compileFields(model, mapping, find);
  const hidden = mapping.publicId === undefined;
  const linked = hidden || mapping.rest === 'sidecar';
  return {
    name: mapping.type,
    number: numbers[mapping.type],
    model,
    mapping,
    table: tableName(mapping.table),
    facts: find(mapping.table),
    fields,
    homes: homesOf(model, mapping, fields),
    blurred: blurredBy(mapping, fields),
    columns: columnsToRead(mapping, fields),
    linked,
    hidden,
    keyed: signatureOf(model),
    shownBy: shownBy(model, mapping, fields),
  };
}

/** Display names that are computed, or in a JSON column, a statement on members cannot select. */
function shownBy(
  model: ResourceModel,
  { rest }: Mapping,
  { scalars, computed }: Fields,
): MappedType['shownBy'] {
  const names = model.display.flatMap(({ id }) => {
    const scalar = scalars.find(({ attribute }) => attribute.id === id);
    if (scalar !== undefined) return [scalar.column];
    const isInSidecar = rest === 'sidecar' && !computed.some(({ attribute }) => attribute.id === id);
    return isInSidecar ? [undefined] : [];
  });
  return [...new Set(names)];
}

/** Another definition, or another rule for keys, has another hash. */
function signatureOf({ keyed }: ResourceModel): string {
  const rules = keyed.map(
    ({ id, type, caseExact, prepare }) => `${id}.${type}.${caseExact}.${prepare ?? ''}`,
  );
  return createHash('sha256')
    .update(`${KEY_VERSION}:${rules.sort().join()}`)
    .digest('base64url')
    .slice(0, 16);
}

function checkMapping(mapping: Mapping): void {
  const { type, attributes } = mapping;
  const needed = type === 'User' ? 'userName' : 'displayName';
  if (!Object.hasOwn(attributes, needed)) throw new TypeError(`${type}: ${needed} has to be in a column.`);
  if (mapping.publicId !== undefined) {
    for (const path of ['meta.created', 'meta.lastModified']) {
      if (!Object.hasOwn(attributes, path)) {
        throw new TypeError(
          `${type}: with \`publicId\` rows are seen that the sidecar does not know, so ${path} has to be in a column.`,
        );
      }
    }
    const keptNowhere = mapping.rest !== 'sidecar' && typeof mapping.version !== 'object';
    if (type === 'Group' && keptNowhere) {
      throw new TypeError(
        'Group: without a sidecar a change of members has no place to leave its mark, so `version` has to be a column.',
      );
    }
  }
  if (mapping.onDelete === 'deactivate' && !Object.hasOwn(attributes, 'active')) {
    throw new TypeError(`${type}: onDelete \`deactivate\` needs \`active\` in a column.`);
  }
}

function homesOf(model: ResourceModel, mapping: Mapping, fields: Fields): ReadonlyMap<number, Home> {
  const homes = new Map<number, Home>();
  // What has no home is looked for in the sidecar. Where there is a JSON column in its place, nobody finds it there.
  if (mapping.rest !== 'sidecar') {
    for (const attribute of model.byId.values()) {
      if (attribute.schema !== '' || attribute.path === 'externalId')
        homes.set(attribute.id, { kind: 'json' });
    }
  }
  homesOfFields(fields, homes, mapping.rest === 'sidecar');
  for (const attribute of model.byId.values()) {
    if (attribute.schema !== '') continue;
    if (attribute.path === 'id') homes.set(attribute.id, { kind: 'id' });
    const time = timeFor(attribute.path, fields);
    if (time !== undefined) homes.set(attribute.id, { kind: 'time', time });
  }
  referenceHomes(model.membership, 'members', homes);
  referenceHomes(model.memberOf, 'memberOf', homes);
  return homes;
}

function blurredBy({ rest }: Mapping, { scalars, computed }: Fields): ReadonlySet<number> {
  const fields = rest === 'sidecar' ? computed : [...computed, ...scalars];
  const parents = fields.map(({ attribute }) => attribute.parent?.id);
  return new Set(parents.filter((id) => id !== undefined));
}

/** The other elements of a list that has a column are looked for in the sidecar; in a JSON column nobody finds them. */
function homesOfFields(fields: Fields, homes: Map<number, Home>, hasSidecar: boolean): void {
  for (const scalar of fields.scalars) {
    homes.set(scalar.attribute.id, { kind: 'scalar', scalar });
    mixParents(scalar.attribute, homes);
  }
  for (const computed of fields.computed) {
    homes.set(computed.attribute.id, { kind: 'computed', computed });
    mixParents(computed.attribute, homes);
  }
  for (const single of fields.singles) {
    homes.set(single.attribute.id, { kind: 'single', single, isValue: false });
    for (const part of single.attribute.subAttributes) {
      homes.set(part.id, { kind: 'single', single, isValue: hasSidecar && part.name === 'value' });
    }
  }
  for (const child of fields.children) {
    homes.set(child.attribute.id, { kind: 'child', child, isValue: false });
    for (const part of child.attribute.subAttributes) {
      homes.set(part.id, { kind: 'child', child, isValue: part.name === 'value' });
    }
  }
}

function mixParents({ parent }: AttributeRef, homes: Map<number, Home>): void {
  for (let at = parent; at !== undefined; at = at.parent) homes.set(at.id, { kind: 'mixed' });
}

function timeFor(path: string, { created, modified }: Fields) {
  if (path === 'meta.created') return created;
  return path === 'meta.lastModified' ? modified : undefined;
}

function referenceHomes(
  set: AttributeRef | undefined,
  side: 'members' | 'memberOf',
  homes: Map<number, Home>,
): void {
  if (set === undefined) return;
  homes.set(set.id, { kind: 'reference', side, part: 'set' });
  for (const part of set.subAttributes) {
    homes.set(part.id, { kind: 'reference', side, part: part.name === 'value' ? 'id' : 'other' });
  }
}
