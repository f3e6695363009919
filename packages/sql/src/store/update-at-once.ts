import {
  type Applied,
  type Change,
  type Next,
  type Scope,
  StoreError,
  type TypeName,
  toKey,
  valuesAt,
} from '@scimkit/core';
import type { Seen } from '../statements/at-once-statements.ts';
import { wantsSets } from '../statements/resource-columns.ts';
import type { Key } from '../statements/write-statements.ts';
import type { View } from './context.ts';
import { type ColumnValues, type KeyRows, sortKeys } from './key-rows.ts';
import { nextOf, only, setsOf, type Written } from './next-document.ts';
import { prepareWrite } from './prepare-write.ts';
import type { ResourceType } from './resource-type.ts';
import type { SameKeys } from './same-keys.ts';
import { mostMembers } from './select-members.ts';
import { StoredRow } from './stored-row.ts';
import { toStored } from './to-stored.ts';
import { ensureVersion, versionStep } from './version.ts';
import { replaceChanged } from './write-keys.ts';

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
  const plain = new StoredRow(typeName, id, row);
  // Memberships stay as they are, or the version would not.
  const [current = plain] = wantsSets(want) ? await toStored(view, typeName, [row], whole) : [];
  const becomes = nextOf(view, current, row.doc, change);
  const unchanged = { before: only(plain, want), changed: false, added: [], removed: [] };
  if (becomes === undefined) return { ...unchanged, after: only(current, want) };
  const seen = Number(row.version);
  const version = seen + versionStep();
  const written = await write(view, scope, { key, typeName, at: change.at, seen, version, becomes });
  if (!written) return crossed;
  const { created_at } = row;
  const head = { version, created_at, modified_at: change.at, doc: becomes.json };
  const after = new StoredRow(typeName, id, head, wantsSets(want) ? setsOf(current) : undefined);
  return { ...unchanged, changed: true, after: only(after, want) };
}

/** A document, and the version that it is written over. */
interface Writing {
  readonly key: Key;
  readonly typeName: TypeName;
  readonly at: number;
  readonly seen: number;
  readonly version: number;
  readonly becomes: Written;
}

/** False when the resource has another version by now, or something else is in the way, which shows under the lock. */
async function write(
  view: View,
  scope: Scope,
  { key, typeName, at, seen, version, becomes }: Writing,
): Promise<boolean> {
  const { session, context } = view;
  const { rewriteIf, replaceIf } = context.statements;
  const { next, json: doc, same } = becomes;
  const { type } = await prepareWrite(view, scope, typeName, next);
  if (type.moreUnique && !same.rows) return false;
  const wanted = replaceIf === undefined ? same.others : undefined;
  const rows = same.columns && same.rows ? undefined : sortKeys(type, next.keys, wanted);
  const row: Seen = {
    ...key,
    version,
    at,
    columns: rows?.columns ?? { ...noColumns, active: activeOf(type, next) },
    display: next.display ?? null,
    doc,
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

/** The one column that is written with a document whose keys stay as they are, and need not be made therefore. */
function activeOf({ columns }: ResourceType, { document, keyed }: Next): number | null {
  const active = keyed?.find(({ id }) => id === columns.active);
  if (active === undefined) return null;
  const [value] = valuesAt(document, active);
  const key = toKey(value, active);
  return key === undefined ? null : Number(key);
}

/** Where one statement cannot write to several tables. */
function replaceInTransaction(view: View, row: Seen, rows: KeyRows, same: SameKeys): Promise<boolean> {
  const { rewriteIf, rewriteWithKeysIf } = view.context.statements;
  return view.session.atomic(async (session) => {
    if (!(await session.tryWrite(same.columns ? rewriteIf : rewriteWithKeysIf, row))) return false;
    await replaceChanged({ ...view, session }, row, rows, same, false);
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
