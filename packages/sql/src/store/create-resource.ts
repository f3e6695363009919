import { type Applied, type Draft, type Member, type Scope, StoreError, type TypeName } from '@scimkit/core';
import { decodeId, encodeId } from '../codec/resource-id.ts';
import type { Row } from '../statements/write-statements.ts';
import { changeMembers, type MembershipChange } from './change-members.ts';
import type { View } from './context.ts';
import { type KeyRows, sortKeys } from './key-rows.ts';
import { type Owner, prepareWrite } from './prepare-write.ts';
import { decodeReferences, storedOf } from './to-stored.ts';
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
  const owner = await prepareWrite(view, scope, type, draft);
  const id = encodeId(draft.id ?? view.context.newId());
  if (id === undefined) {
    throw new StoreError('unsupported', 'An id has to be 1 to 255 bytes of well-formed text without U+0000.');
  }
  const rows = sortKeys(owner.type, draft.keys);
  const row: Row = {
    tenant: owner.tenant,
    type: owner.type.number,
    id,
    version: firstVersion(),
    at: draft.at,
    columns: rows.columns,
    display: draft.display ?? null,
    doc: JSON.stringify(draft.document),
  };
  const { added, members } = await view.session.atomic((session) =>
    insert({ ...view, session }, owner, row, rows, draft),
  );
  const head = { version: row.version, created_at: draft.at, modified_at: draft.at, doc: row.doc };
  const after = storedOf(type, decodeId(id), head, { members, memberOf: [] });
  return { after, changed: true, added, removed: [] };
}

interface Inserted {
  readonly added: readonly Member[];
  /** The same with the names that the answer shows (RES-18), which the statement that adds members does not tell. */
  readonly members: readonly Member[];
}

async function insert(view: View, owner: Owner, row: Row, rows: KeyRows, draft: Draft): Promise<Inserted> {
  const { session, context } = view;
  if (draft.id !== undefined && (await session.first(context.statements.findId, row)) !== undefined) {
    throw taken(undefined);
  }
  const made = await session.tryWrite(context.statements.insert, row);
  if (!made) throw await conflictOf(view, owner, row, draft);
  await insertKeys(view, row, rows);
  const first = firstMembers(draft);
  const { added } = await changeMembers(view, row, draft.at, first === undefined ? [] : [first]);
  if (added.length === 0) return { added: [], members: [] };
  const named = await session.first(context.statements.read(membersOnly), row);
  return { added, members: await decodeReferences(view, named?.members) };
}

const membersOnly = { members: true, memberOf: false, document: false };

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
