import {
  type Applied,
  type Change,
  type Draft,
  type Member,
  type Scope,
  type Stored,
  StoreError,
  type TypeName,
  type Want,
} from '@scimkit/core';
import { decodeId, encodeId } from '../codec/resource-id.ts';
import { recordEvent, toldOf } from '../outbox/record-event.ts';
import type { Told } from '../statements/event-statements.ts';
import type { Row } from '../statements/write-statements.ts';
import { changeMembers, type MembershipChange } from './change-members.ts';
import type { View } from './context.ts';
import { type KeyRows, sortKeys } from './key-rows.ts';
import { type Owner, prepareWrite } from './prepare-write.ts';
import { mostMembers } from './select-members.ts';
import { StoredRow } from './stored-row.ts';
import { decodeMembers } from './to-stored.ts';
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
  event?: Change['event'],
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
  const head = { version: row.version, created_at: draft.at, modified_at: draft.at, doc: row.doc };
  const { memberOf } = draft.want ?? everything;
  if (canInsertAtOnce(view, rows, draft)) {
    const { members } = draft.want ?? everything;
    const none = { ...(members === false ? {} : { members: [] }), ...(memberOf ? { memberOf: [] } : {}) };
    const after = new StoredRow(type, decodeId(id), head, none);
    const applied: Applied = { after, changed: true, added: [], removed: [] };
    const told = toldOf(view.context, event, applied);
    if (!(await insertAtOnce(view, row, rows, told))) throw await conflictOf(view, owner, row, draft);
    return applied;
  }
  return view.session.atomic(async (session) => {
    const inside = { ...view, session };
    const { added, members } = await insert(inside, owner, row, rows, draft);
    const after = new StoredRow(type, decodeId(id), head, {
      ...members,
      ...(memberOf ? { memberOf: [] } : {}),
    });
    const applied: Applied = { after, changed: true, added, removed: [] };
    if (event !== undefined) await recordEvent(inside, row, draft.at, event, applied);
    return applied;
  });
}

/** Can one statement do it all? */
function canInsertAtOnce(
  { session, context }: View,
  { uniques }: KeyRows,
  { id, members = [] }: Draft,
): boolean {
  const isAlone = id === undefined && members.length === 0 && uniques.length === 0;
  return isAlone && !session.joined && context.statements.insertWithKeys !== undefined;
}

/** False when another resource has its unique value. */
async function insertAtOnce(
  { session, context }: View,
  row: Row,
  { values }: KeyRows,
  told: Told | undefined,
): Promise<boolean> {
  const { insertWithKeys, insertAndTell } = context.statements;
  if (insertWithKeys === undefined || insertAndTell === undefined) return false;
  const args = { ...row, rows: JSON.stringify(values) };
  const found =
    told === undefined
      ? await session.first(insertWithKeys, args)
      : await session.first(insertAndTell, { ...args, ...told });
  return Number(found?.n) === 1;
}

interface Inserted {
  readonly added: readonly Member[];
  /** The same with the names that the answer shows (RES-18), which the statement that adds members does not tell. */
  readonly members: Pick<Stored, 'members' | 'membersNext'>;
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
  const want = { ...(draft.want ?? everything), memberOf: false, document: false };
  if (want.members === false) return { added, members: {} };
  if (added.length === 0) return { added: [], members: { members: [] } };
  const named = await session.first(context.statements.read(want), { ...row, members: mostMembers(want) });
  return { added, members: await decodeMembers(view, named?.members, want) };
}

const everything: Want = { members: true, memberOf: true, document: true };

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
