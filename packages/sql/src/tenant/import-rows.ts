import { type Catalog, displayOf, extractKeys, type ResourceModel, StoreError } from '@scimkit/core';
import { fromHex } from '../codec/hex.ts';
import { encodeId, encodeIdAsHex } from '../codec/resource-id.ts';
import type { ConnectionStatements } from '../connections/connection-statements.ts';
import { supports } from '../filter/supports.ts';
import type { View } from '../store/context.ts';
import { sortKeys } from '../store/key-rows.ts';
import { prepareWrite } from '../store/prepare-write.ts';
import { insertKeys } from '../store/write-keys.ts';
import { type MembersLine, type ResourceLine, refused, type TokenLine } from './tenant-lines.ts';
import type { RestoredRow, WholeTenantStatements } from './tenant-statements.ts';

/** A line, with its number for the words of a refusal. */
export interface Numbered<Line> {
  readonly number: number;
  readonly line: Line;
}

/** Where an import writes. */
export interface ImportTarget {
  readonly view: View;
  readonly statements: WholeTenantStatements;
  readonly connections: ConnectionStatements;
  readonly catalog: Catalog;
  readonly tenant: number;
}

/** Writes resources, with keys made from their documents by the rules of here and now, in one transaction. */
export async function importResources(
  target: ImportTarget,
  lines: readonly Numbered<ResourceLine>[],
): Promise<void> {
  const { view, tenant } = target;
  const drafts = lines.map((numbered) => draftOf(target.catalog, numbered));
  // What has to be decided, and told to others, comes first.
  for (const { name, keyed } of new Set(drafts.map(({ model }) => model))) {
    const keys = drafts.flatMap((draft) => (draft.model.name === name ? draft.keys : []));
    await prepareWrite(view, { tenant: String(tenant) }, name, { keys, keyed });
  }
  await view.session.atomic(async (session) => {
    for (const draft of drafts) await importResource({ ...target, view: { ...view, session } }, draft);
  });
}

function draftOf(catalog: Catalog, { number, line }: Numbered<ResourceLine>) {
  const model = catalog.byType.get(line.type);
  if (model === undefined) throw refused(number, 'its type is none of the resource types that were given');
  const id = encodeId(line.id);
  if (id === undefined) throw refused(number, 'its id is none that a resource can have');
  const keys = extractKeys(model, line.document);
  const long = keys.find(({ key }) => typeof key === 'string' && [...key].length > supports.maxKeyLength);
  if (long !== undefined)
    throw refused(number, `${long.attribute.path} is longer than ${supports.maxKeyLength} characters`);
  return { number, line, model, id, keys };
}

async function importResource(
  { view, statements, tenant }: ImportTarget,
  { number, line, model, id, keys }: ReturnType<typeof draftOf>,
): Promise<void> {
  const { session, context } = view;
  const type = context.types.peek(model.name);
  if (type === undefined) throw new TypeError('The type was made just now.');
  const rows = sortKeys(type, keys);
  const row: RestoredRow = {
    tenant,
    type: type.number,
    id,
    version: line.version,
    at: line.created,
    modified: line.modified,
    columns: rows.columns,
    display: displayOf(model, line.document) ?? null,
    doc: JSON.stringify(line.document),
  };
  const there = await session.first(context.statements.findId, row);
  if (there !== undefined || !(await session.tryWrite(statements.restore, row))) {
    throw new StoreError('conflict', `Line ${number} of the import: ${taken(model)}`);
  }
  await insertKeys(view, row, rows);
}

function taken({ unique }: ResourceModel): string {
  return `its id, or its ${unique[0]?.path ?? 'unique value'}, is that of another resource.`;
}

/** Writes memberships between resources that are there; how many they were is returned. */
export async function importMembers(
  { view, statements, tenant }: ImportTarget,
  { number, line }: Numbered<MembersLine>,
): Promise<number> {
  const { types } = view.context;
  const group = encodeIdAsHex(line.group);
  const groupType = types.numberOf(line.type);
  const rows = line.members.map(([id, type, addedAt]) => [
    group,
    encodeIdAsHex(id),
    groupType,
    types.numberOf(type),
    addedAt,
  ]);
  if (group === undefined || rows.some((row) => row[1] === undefined))
    throw refused(number, 'an id is none that a resource can have');
  // Of a type that has no resources there is nobody.
  const known = rows.filter((row) => row.every((each) => each !== undefined));
  if (known.length === 0) return 0;
  const seen = new Set(known.map((row) => row[1]));
  if (seen.size < known.length) throw refused(number, 'a member is named twice');
  return view.session.atomic((session) =>
    session.run(statements.restoreMembers, { tenant, rows: JSON.stringify(known) }),
  );
}

/** Writes a token. */
export async function importToken(
  { view, connections, tenant }: ImportTarget,
  { number, line: { token } }: Numbered<TokenLine>,
): Promise<void> {
  const record = { ...token, tenant: String(tenant), digest: fromHex(token.digest) };
  const made = await view.session.atomic((session) =>
    session.tryWrite(connections.addToken, { tenant, token: record }),
  );
  if (!made)
    throw new StoreError('conflict', `Line ${number} of the import: the tenant has this token already.`);
}
