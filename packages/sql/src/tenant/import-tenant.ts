import { StoreError } from '@scimkit/core';
import type { ConnectionStatements } from '../connections/connection-statements.ts';
import { catalogOf, type Types } from '../keying/wanted-indexes.ts';
import type { View } from '../store/context.ts';
import {
  type ImportTarget,
  importMembers,
  importResources,
  importToken,
  type Numbered,
} from './import-rows.ts';
import { removeContents } from './purge-tenant.ts';
import { type EndLine, type HeadLine, parseTenantLine, type ResourceLine, refused } from './tenant-lines.ts';
import type { WholeTenantStatements } from './tenant-statements.ts';

/** How a tenant is imported. */
export interface ImportOptions {
  /** An empty tenant that takes what is imported; without it, the tenant of the export is made. */
  readonly tenant?: string;
  /** How many resources a transaction takes; 200 by default. */
  readonly batch?: number;
}

/** What was imported. */
export interface ImportResult {
  /** What `Scope.tenant` carries. */
  readonly tenant: string;
  readonly resources: number;
  readonly memberships: number;
  readonly tokens: number;
  /** Memberships of resources that are not in the export, because they were removed while it was made. */
  readonly skipped: number;
}

/** What an import writes with. */
export interface Importing {
  readonly statements: WholeTenantStatements;
  readonly connections: ConnectionStatements;
  readonly types: Types;
  readonly options: ImportOptions;
}

/** In characters: large documents take smaller transactions. */
const longestBatch = 4 * 2 ** 20;

/** So many rows are undone in a transaction. */
const undone = 5000;

/** Imports a tenant, line by line. What fails is undone: afterwards the tenant is as it was. */
export async function importTenant(
  view: View,
  { statements, connections, types, options }: Importing,
  lines: AsyncIterable<string>,
): Promise<ImportResult> {
  const { batch = 200 } = options;
  if (!Number.isSafeInteger(batch) || batch < 1)
    throw new TypeError('batch: it has to be a whole number from 1.');
  const catalog = catalogOf(types);
  const reader = parsed(lines);
  const first = await reader.next();
  if (first.done === true || first.value.kind !== 'head')
    throw refused(1, 'it is not the first line of an export');
  const { id, tenant, made } = await open(view, statements, first.value.line, options.tenant);
  const target: ImportTarget = { view, statements, connections, catalog, tenant };
  try {
    const counts = await write(target, reader, batch);
    const { status = 'active' } = first.value.line.tenant;
    if (made && status === 'active') {
      await view.session.atomic((session) => session.run(connections.setStatus, { tenant, status: 1 }));
    }
    return { tenant: id, ...counts };
  } catch (error) {
    while (!(await view.session.atomic((session) => removeContents(session, statements, tenant, undone))));
    if (made) await view.session.atomic((session) => session.run(statements.removeTenant, { tenant }));
    throw error;
  }
}

async function* parsed(lines: AsyncIterable<string>) {
  let number = 0;
  for await (const text of lines) {
    number += 1;
    // A stream of bytes is an iterable of anything to the compiler.
    if (typeof text !== 'string') throw refused(number, 'it is no text; give the lines of the file');
    if (text.trim() !== '') yield { number, size: text.length, ...parseTenantLine(text, number) };
  }
}

interface Target {
  readonly id: string;
  readonly tenant: number;
  /** True when its row was made here. Until the end it is suspended. */
  readonly made: boolean;
}

/** Finds the tenant, or makes it, and makes sure that it is empty. */
async function open(
  { context, session }: View,
  statements: WholeTenantStatements,
  { tenant: head }: HeadLine,
  wanted: string | undefined,
): Promise<Target> {
  const id = wanted ?? head.id;
  const copy = context.tenants.fork();
  const target = await session.atomic(async (inside) => {
    const tenant = await copy.make(inside, id);
    if (Number((await inside.first(statements.contents, { tenant }))?.n) !== 0) {
      throw new StoreError(
        'conflict',
        'The tenant is not empty. Purge it first, or import into another one.',
      );
    }
    const there = await inside.first(statements.head, { tenant });
    const made = wanted === undefined && head.slug !== undefined && there === undefined;
    if (made && head.slug !== undefined) {
      const { slug, appRef = null, createdAt: at = Date.now() } = head;
      if (!(await inside.tryWrite(statements.restoreTenant, { tenant, slug, appRef, at }))) {
        throw new StoreError('conflict', 'Another tenant has this slug or appRef.');
      }
    }
    return { id, tenant, made };
  });
  context.tenants.adopt(copy);
  return target;
}

async function write(
  target: ImportTarget,
  lines: ReturnType<typeof parsed>,
  batch: number,
): Promise<Omit<ImportResult, 'tenant'>> {
  const counts = { resources: 0, memberships: 0, tokens: 0, skipped: 0 };
  let end: Numbered<EndLine> | undefined;
  let waiting: Numbered<ResourceLine>[] = [];
  let size = 0;
  const flush = async () => {
    if (waiting.length > 0) await importResources(target, waiting);
    counts.resources += waiting.length;
    waiting = [];
    size = 0;
  };
  for await (const numbered of lines) {
    if (end !== undefined) throw refused(numbered.number, 'it comes after the last line of the export');
    if (numbered.kind === 'resource') {
      waiting.push(numbered);
      size += numbered.size;
      if (waiting.length >= batch || size >= longestBatch) await flush();
      continue;
    }
    await flush();
    if (numbered.kind === 'members') {
      const written = await importMembers(target, numbered);
      counts.memberships += written;
      counts.skipped += numbered.line.members.length - written;
    } else if (numbered.kind === 'token') {
      await importToken(target, numbered);
      counts.tokens += 1;
    } else if (numbered.kind === 'end') end = numbered;
    else throw refused(numbered.number, 'another export begins here');
  }
  if (end === undefined)
    throw new StoreError('unsupported', 'The export has been cut off: its last line is missing.');
  const told = end.line.end;
  const isWhole =
    told.resources === counts.resources &&
    told.memberships === counts.memberships + counts.skipped &&
    told.tokens === counts.tokens;
  if (!isWhole) throw refused(end.number, 'it counts other lines than those that have come');
  return counts;
}
