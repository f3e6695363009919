import type { Member, Membership, Stored, StoredDocument, TypeName, Want } from '@scimkit/core';
import { decodeId, decodeIdFromHex } from '../codec/resource-id.ts';
import type { ResourceRow } from '../statements/resource-columns.ts';
import type { View } from './context.ts';

/** Everything of a resource but its memberships. */
export type Head = Pick<ResourceRow, 'version' | 'created_at' | 'modified_at' | 'doc'>;

const unloaded: StoredDocument = Object.freeze({});

/** The version as the port hands it around. */
export function versionOf({ version }: Pick<Head, 'version'>): string {
  return String(version);
}

/** A resource. Its document is parsed when somebody looks at it. */
export function storedOf(
  type: TypeName,
  id: string,
  row: Head,
  sets?: Pick<Stored, 'members' | 'memberOf'>,
): Stored {
  const version = versionOf(row);
  const created = Number(row.created_at);
  const modified = Number(row.modified_at);
  const { doc } = row;
  if (doc === undefined) return { type, id, version, created, modified, document: unloaded, ...sets };
  let document: StoredDocument | undefined;
  const stored = {
    type,
    id,
    version,
    created,
    modified,
    json: doc,
    get document() {
      // The store wrote the text from a document.
      document ??= JSON.parse(doc) as StoredDocument;
      return document;
    },
  };
  return sets === undefined ? stored : Object.assign(stored, sets);
}

/** Resources as they were selected, with the memberships that were wanted. */
export async function toStored(
  view: View,
  type: TypeName,
  rows: readonly ResourceRow[],
  want: Want,
): Promise<readonly Stored[]> {
  if (!want.members && !want.memberOf) return rows.map((row) => storedOf(type, decodeId(row.id), row));
  const stored: Stored[] = [];
  for (const row of rows) {
    stored.push(
      storedOf(type, decodeId(row.id), row, {
        ...(want.members ? { members: await decodeReferences(view, row.members) } : {}),
        ...(want.memberOf ? { memberOf: await decodeMemberships(view, row) } : {}),
      }),
    );
  }
  return stored;
}

async function decodeMemberships(view: View, row: ResourceRow): Promise<readonly Membership[]> {
  const direct = await decodeReferences(view, row.holders);
  if (row.inherited === null || row.inherited === undefined) return direct;
  const inherited = await decodeReferences(view, row.inherited);
  return [...direct, ...inherited.map((group) => ({ ...group, indirect: true }))];
}

type Reference = readonly [id: string, type: number, display: string | null];

/** References from JSON. A type that another process has made in the meantime is looked up. */
export async function decodeReferences(
  { context, session }: View,
  json: string | null | undefined,
): Promise<readonly Member[]> {
  if (json === null || json === undefined || json === '[]') return [];
  // The statement made the text from three columns for each row.
  const references = JSON.parse(json) as readonly Reference[];
  const { types } = context;
  if (references.some(([, type]) => types.nameOf(type) === undefined)) await types.reload(session);
  return references.map(([hex, type, display]) => {
    const member = { type: types.nameOf(type) ?? '', id: decodeIdFromHex(hex) };
    return display === null ? member : { ...member, display };
  });
}
