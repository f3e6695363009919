import {
  type Applied,
  type Change,
  type KeyEntry,
  type Scope,
  StoreError,
  type TypeName,
} from '@scimkit/core';
import type { Seen } from '../statements/at-once-statements.ts';
import type { Key } from '../statements/write-statements.ts';
import type { View } from './context.ts';
import { type ColumnValues, type KeyRows, sortKeys } from './key-rows.ts';
import { nextOf, only, setsOf, type Written } from './next-document.ts';
import { prepareWrite } from './prepare-write.ts';
import type { ResourceType } from './resource-type.ts';
import type { SameKeys } from './same-keys.ts';
import { mostMembers } from './select-members.ts';
import { storedOf, toStored } from './to-stored.ts';
import { ensureVersion, versionStep } from './version.ts';
import { replaceKeys } from './write-keys.ts';

/** Says that a change has to be made under the lock of its row, and that nothing has been changed. */
export const crossed: unique symbol = Symbol('crossed');

/** The resource that is to be changed. */
export interface Named {
  readonly key: Key;
  readonly id: string;
  readonly typeName: TypeName;
}

/**
 * Changes a document without a lock: reads it, and writes what has become of it where it still has the version that was
 * read. Most changes meet nobody, and so take half of the statements; who has been crossed by another begins anew, under
 * the lock, so that of many at once each is made.
 *
 * @returns {@link crossed} when it was not possible, or cannot be tried: inside a transaction, with members that come or
 *   go, with an event that is kept.
 * @throws StoreError `version`, and whatever `change.next` throws; nothing has changed then.
 */
export async function updateAtOnce(
  view: View,
  scope: Scope,
  { key, id, typeName }: Named,
  change: Change,
): Promise<Applied | undefined | typeof crossed> {
  const { session, context } = view;
  const { next: ask, deltas, want } = change;
  if (session.joined || ask === undefined || deltas.length > 0) return crossed;
  if (change.event !== undefined && context.outbox !== undefined) return crossed;
  const whole = { ...want, document: true };
  const row = await session.first(context.statements.read(whole), { ...key, members: mostMembers(whole) });
  if (row === undefined) return undefined;
  ensureVersion(row, change.ifVersion);
  // Memberships stay as they are, or the version would not.
  const [current = storedOf(typeName, id, row)] = await toStored(view, typeName, [row], whole);
  const next = nextOf(view, current, row.doc, change);
  const before = only(storedOf(typeName, id, row), want);
  const unchanged = { before, changed: false, added: [], removed: [] };
  if (next === undefined) return { ...unchanged, after: only(current, want) };
  const seen = Number(row.version);
  const version = seen + versionStep();
  const written = await write(view, scope, { key, typeName, at: change.at, seen, version, next });
  if (!written) return crossed;
  const head = { ...row, version, modified_at: change.at, doc: next.json };
  const after = storedOf(typeName, id, head, setsOf(current));
  return { ...unchanged, changed: true, after: only(after, want) };
}

/** A document, and the version that it is written over. */
interface Writing {
  readonly key: Key;
  readonly typeName: TypeName;
  readonly at: number;
  readonly seen: number;
  readonly version: number;
  readonly next: Written;
}

/** False when the resource has another version by now, or something else is in the way, which shows under the lock. */
async function write(
  view: View,
  scope: Scope,
  { key, typeName, at, seen, version, next }: Writing,
): Promise<boolean> {
  const { session, context } = view;
  const { rewriteIf, replaceIf } = context.statements;
  const { type } = await prepareWrite(view, scope, typeName, next);
  const { same, keys } = next;
  const isSame = same.columns && same.rows;
  if (type.moreUnique && !same.rows) return false;
  const rows = isSame ? undefined : sortKeys(type, keys);
  const row: Seen = {
    ...key,
    version,
    at,
    columns: rows?.columns ?? { ...noColumns, active: activeOf(type, keys) },
    display: next.display ?? null,
    doc: next.json,
    seen,
  };
  if (rows === undefined) return unlessCrossed(view, session.tryWrite(rewriteIf, row));
  if (replaceIf === undefined) return unlessCrossed(view, replaceInTransaction(view, row, rows, same));
  const replaced = session.first(replaceIf, { ...row, rows: JSON.stringify(rows.values) });
  return unlessCrossed(
    view,
    replaced.then((found) => Number(found?.n) === 1),
  );
}

const noColumns: ColumnValues = { unique: null, external: null, display: null, sort: null, active: null };

/** The one column that is written with a document whose keys stay as they are. */
function activeOf({ columns }: ResourceType, keys: readonly KeyEntry[]): number | null {
  const active =
    columns.active === undefined ? undefined : keys.find(({ attribute: { id } }) => id === columns.active);
  return active === undefined ? null : Number(active.key);
}

/** Where one statement cannot write to several tables. */
function replaceInTransaction(view: View, row: Seen, rows: KeyRows, same: SameKeys): Promise<boolean> {
  const { rewriteIf, rewriteWithKeysIf } = view.context.statements;
  return view.session.atomic(async (session) => {
    if (!(await session.tryWrite(same.columns ? rewriteIf : rewriteWithKeysIf, row))) return false;
    if (!same.rows) await replaceKeys({ ...view, session }, row, rows, false);
    return true;
  });
}

/** What stands in the way of a statement alone is waited for, or told, by a transaction. */
async function unlessCrossed({ context: { dialect } }: View, written: Promise<boolean>): Promise<boolean> {
  try {
    return await written;
  } catch (error) {
    const cause = error instanceof StoreError ? error.cause : undefined;
    if (dialect.isRetryable(cause) || dialect.isUniqueViolation(cause)) return false;
    throw error;
  }
}
