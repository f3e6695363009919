import { StoreError, type TypeName } from '@scimkit/core';
import { toHex } from '../codec/hex.ts';
import { bytesOf, decodeId } from '../codec/resource-id.ts';
import type { ConnectionStatements } from '../connections/connection-statements.ts';
import type { View } from '../store/context.ts';
import { scanResources } from '../store/scan-resources.ts';
import type { EndLine, HeadLine, MembersLine, TokenLine } from './tenant-lines.ts';
import type { WholeTenantStatements } from './tenant-statements.ts';

/** What of a tenant is exported. */
export interface ExportOptions {
  /**
   * Take the tokens along, as their digests? The identity provider then goes on with its token where the tenant is
   * imported. Left out by default: whoever can read digests can tell which of two tenants shares a token.
   */
  readonly tokens?: boolean;
}

/** What an export reads with. */
export interface Exporting {
  readonly statements: WholeTenantStatements;
  readonly connections: ConnectionStatements;
}

/** So many members are in a line, and in a statement. */
const page = 500;

const documentOnly = { document: true, members: false, memberOf: false };

/** A tenant as lines of JSON, read a page at a time. */
export async function* exportTenant(
  view: View,
  { statements, connections }: Exporting,
  tenantId: string,
  { tokens = false }: ExportOptions,
): AsyncGenerator<string, void> {
  const { context, session } = view;
  const tenant = await context.tenants.find(session, tenantId);
  if (tenant === undefined)
    throw new StoreError('unsupported', 'Nothing has ever been written for this tenant.');
  yield lineOf(await headOf(view, statements, tenantId, tenant));
  await context.types.reload(session);
  const end = { resources: 0, memberships: 0, tokens: 0 };
  for (const type of context.types.names()) {
    for await (const line of resourceLines(view, tenantId, type)) {
      end.resources += 1;
      yield line;
    }
  }
  for await (const line of memberLines(view, statements, tenant)) {
    end.memberships += line.members.length;
    yield lineOf(line);
  }
  if (tokens) {
    for (const row of await session.all(connections.tokens, { tenant })) {
      end.tokens += 1;
      yield lineOf({
        token: {
          id: row.token_id,
          digest: toHex(bytesOf(row.secret_hash)),
          label: row.label,
          createdAt: Number(row.created_at),
          ...(row.expires_at === null ? {} : { expiresAt: Number(row.expires_at) }),
          ...(row.revoked_at === null ? {} : { revokedAt: Number(row.revoked_at) }),
          ...(row.last_used_at === null ? {} : { lastUsedAt: Number(row.last_used_at) }),
        },
      });
    }
  }
  yield lineOf({ end });
}

function lineOf(line: HeadLine | MembersLine | TokenLine | EndLine): string {
  return `${onOneLine(JSON.stringify(line))}\n`;
}

/** U+2028 and U+2029 may stand in JSON as they are, and end a line for Node's `readline` and some others. */
function onOneLine(json: string): string {
  return json.replace(/[\u2028\u2029]/g, (separator) => (separator === '\u2028' ? '\\u2028' : '\\u2029'));
}

async function headOf(
  { session }: View,
  statements: WholeTenantStatements,
  id: string,
  tenant: number,
): Promise<HeadLine> {
  const row = await session.first(statements.head, { tenant });
  const known =
    row === undefined
      ? {}
      : {
          slug: row.slug,
          ...(row.app_ref === null ? {} : { appRef: row.app_ref }),
          status: Number(row.status) === 1 ? ('active' as const) : ('suspended' as const),
          createdAt: Number(row.created_at),
        };
  return { scimkit: 'tenant', version: 1, tenant: { id, ...known } };
}

/** Documents pass through as they are stored. */
async function* resourceLines(view: View, tenant: string, type: TypeName): AsyncGenerator<string, void> {
  const scope = { tenant, connection: '', principal: '' };
  for await (const { id, version, created, modified, json } of scanResources(
    view,
    scope,
    type,
    undefined,
    documentOnly,
  )) {
    const head = `"type":${JSON.stringify(type)},"id":${JSON.stringify(id)},"version":${version},"created":${created},"modified":${modified}`;
    yield `${onOneLine(`{${head},"document":${json}}`)}\n`;
  }
}

async function* memberLines(
  { context, session }: View,
  statements: WholeTenantStatements,
  tenant: number,
): AsyncGenerator<MembersLine, void> {
  const name = (type: number): TypeName => context.types.nameOf(Number(type)) ?? '';
  for (let from: Uint8Array = new Uint8Array(); ; ) {
    const row = await session.first(statements.groupAfter, { tenant, group: from, id: from, limit: 1 });
    if (row === undefined) return;
    const group = bytesOf(row.group_id);
    for (let after: Uint8Array = new Uint8Array(); ; ) {
      const rows = await session.all(statements.membersAfter, { tenant, group, id: after, limit: page });
      const last = rows.at(-1);
      if (last === undefined) break;
      yield {
        group: decodeId(group),
        type: name(row.group_type),
        members: rows.map(({ member_id, member_type, added_at }) => [
          decodeId(member_id),
          name(member_type),
          Number(added_at),
        ]),
      };
      if (rows.length < page) break;
      after = bytesOf(last.member_id);
    }
    from = group;
  }
}
