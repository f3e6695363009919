import { type Applied, type Draft, type Scope, StoreError, type TypeName } from '@scimkit/core';
import { decodeId, encodeId } from '../codec/resource-id.ts';
import type { Row } from '../statements/write-statements.ts';
import { changeMembers, type MembershipChange, type Regrouped } from './change-members.ts';
import type { View } from './context.ts';
import { sortKeys } from './key-rows.ts';
import { type Owner, prepareWrite } from './prepare-write.ts';
import { readResource } from './read-resource.ts';
import { storedOf } from './to-stored.ts';
import { firstVersion } from './version.ts';
import { insertKeys, taken } from './write-keys.ts';

/**
 * Makes a resource.
 *
 * @throws StoreError `conflict` or `unknownMember`; nothing has been made then.
 */
export async function createResource(
  view: View,
  scope: Scope,
  type: TypeName,
  draft: Draft,
): Promise<Applied> {
  const owner = await prepareWrite(view, scope, type, draft.keys);
  const id = encodeId(draft.id ?? view.context.newId());
  if (id === undefined) {
    throw new StoreError('unsupported', 'An id has to be 1 to 255 bytes of well-formed text without U+0000.');
  }
  const row: Row = {
    tenant: owner.tenant,
    type: owner.type.number,
    id,
    version: firstVersion(),
    at: draft.at,
    columns: sortKeys(owner.type, draft.keys).columns,
    display: draft.display ?? null,
    doc: JSON.stringify(draft.document),
  };
  const { added } = await view.session.atomic((session) => insert({ ...view, session }, owner, row, draft));
  const head = { version: row.version, created_at: draft.at, modified_at: draft.at, doc: row.doc };
  const name = decodeId(id);
  const bare = storedOf(type, name, head, { members: [...added], memberOf: [] });
  // The statement that added the members does not tell their names, which the answer shows (RES-18).
  const after = added.length === 0 ? bare : ((await readResource(view, scope, type, name, withMembers)) ?? bare);
  return { after, changed: true, added, removed: [] };
}

const withMembers = { members: true, memberOf: false, document: true };

async function insert(view: View, owner: Owner, row: Row, draft: Draft): Promise<Regrouped> {
  const { session, context } = view;
  if (draft.id !== undefined && (await session.first(context.statements.findId, row)) !== undefined) {
    throw taken(undefined);
  }
  if ((await session.run(context.statements.insert, row)) === 0)
    throw await conflictOf(view, owner, row, draft);
  await insertKeys(view, row, sortKeys(owner.type, draft.keys));
  const members = firstMembers(draft);
  return changeMembers(view, row, draft.at, members === undefined ? [] : [members]);
}

/** Which unique value was taken: the one in the row's column, or the id. */
async function conflictOf(
  { session, context }: View,
  owner: Owner,
  row: Row,
  { keys }: Draft,
): Promise<StoreError> {
  const other = await session.first(context.statements.findUnique, { ...row, key: row.columns.unique });
  if (other === undefined) return taken(undefined);
  return taken(keys.find(({ attribute }) => attribute.id === owner.type.columns.unique)?.attribute);
}

function firstMembers({
  members,
  membership,
  unknownMembers = 'reject',
}: Draft): MembershipChange | undefined {
  if (members === undefined || members.length === 0) return undefined;
  return {
    ...(membership === undefined ? {} : { attribute: membership }),
    clear: false,
    add: members,
    remove: [],
    unknownMembers,
  };
}
