import {
  compileCatalog,
  compileFilter,
  displayOf,
  extractKeys,
  type FilterNode,
  Group,
  type MemberRef,
  type Next,
  type ResourceModel,
  type ResourceStore,
  type Scope,
  type Stored,
  type StoredDocument,
  User,
} from '@scimkit/core';

/** For tests: the types of the catalog, and the shortest ways to fill a store. */

const catalog = compileCatalog([User, Group]);

export const scope: Scope = { tenant: 'acme', connection: 'test', principal: 'test' };
export const everything = { document: true, members: true, memberOf: true };
export const documentOnly = { document: true, members: false, memberOf: false };

export function modelOf(type: string): ResourceModel {
  const model = catalog.byType.get(type);
  if (model === undefined) throw new TypeError(`There is no type ${type}.`);
  return model;
}

export function filterOf(type: string, text: string): FilterNode {
  return compileFilter(modelOf(type), text);
}

export function nextOf(type: string, document: StoredDocument): Next {
  const model = modelOf(type);
  const display = displayOf(model, document);
  return { document, keys: extractKeys(model, document), ...(display === undefined ? {} : { display }) };
}

export async function addUser(
  store: ResourceStore,
  userName: string,
  attributes: StoredDocument = {},
  where: Scope = scope,
): Promise<Stored> {
  return (await store.create(where, 'User', { ...nextOf('User', { userName, ...attributes }), at: 1 })).after;
}

export async function addGroup(
  store: ResourceStore,
  displayName: string,
  members: readonly MemberRef[] = [],
): Promise<Stored> {
  return (await store.create(scope, 'Group', { ...nextOf('Group', { displayName }), members, at: 1 })).after;
}

/** Adds to and removes from a group. */
export function regroup(
  store: ResourceStore,
  group: string,
  add: readonly string[],
  remove: readonly string[] = [],
) {
  const attribute = modelOf('Group').membership;
  if (attribute === undefined) throw new TypeError('Groups have no members.');
  const members = add.map((id) => ({ id }));
  const deltas = [{ attribute, clear: false, add: members, remove, unknownMembers: 'reject' }] as const;
  return store.update(scope, 'Group', group, { at: 2, deltas, want: everything });
}
