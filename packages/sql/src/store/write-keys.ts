import { StoreError } from '@scimkit/core';
import type { Statement } from '../statements/statement.ts';
import type { FewRows, OwnedRows } from '../statements/write-statements.ts';
import type { View } from './context.ts';
import type { KeyRows, UniqueValue, ValueRow } from './key-rows.ts';
import type { OtherRows, SameKeys } from './same-keys.ts';

/** Whose keys are written. */
export interface KeyOwner {
  readonly tenant: number;
  readonly id: Uint8Array;
}

/** Writes the keys of a resource that has none yet. */
export async function insertKeys(view: View, owner: KeyOwner, { values, uniques }: KeyRows): Promise<void> {
  await insertValues(view, owner, values);
  await insertUniques(view, owner, uniques);
}

/**
 * Writes the keys of a resource that has others; rows that stay as they are are not touched.
 *
 * @returns False when no element has changed.
 */
export async function replaceKeys(
  view: View,
  owner: KeyOwner,
  rows: KeyRows,
  moreUnique: boolean,
): Promise<boolean> {
  const { statements } = view.context;
  const { putValues } = statements;
  const there = new Map<string, ValueRow>();
  for (const row of await view.session.all(statements.values, owner)) {
    const [attribute, element] = [Number(row.attr), Number(row.elem)];
    there.set(`${attribute}.${element}`, [
      attribute,
      element,
      row.k,
      numberOrNull(row.n),
      row.k_type,
      numberOrNull(row.is_primary),
      Number(row.filled),
    ]);
  }
  const fresh: ValueRow[] = [];
  for (const row of rows.values) {
    const name = `${row[0]}.${row[1]}`;
    const known = there.get(name);
    if (!isSame(row, known)) fresh.push(row);
    if (known !== undefined && (putValues !== undefined || isSame(row, known))) there.delete(name);
  }
  await removeRows(
    view,
    owner,
    Array.from(there.values(), ([attribute, element]): RowName => [attribute, element]),
  );
  await putRows(view, owner, fresh);
  if (moreUnique) await view.session.run(statements.removeUnique, owner);
  await insertUniques(view, owner, rows.uniques);
  return there.size > 0 || fresh.length > 0;
}

/** Writes the keys of a resource whose document has changed: those that may be others by now, if it is known which. */
export async function replaceChanged(
  view: View,
  owner: KeyOwner,
  rows: KeyRows,
  same: SameKeys,
  moreUnique: boolean,
): Promise<void> {
  if (same.rows) return;
  if (same.others === undefined) await replaceKeys(view, owner, rows, moreUnique);
  else await rewriteRows(view, owner, rows.values, same.others);
}

/**
 * Writes rows without a look at what is there.
 *
 * @param rows - Those of the `others`, as far as they have one.
 */
async function rewriteRows(
  view: View,
  owner: KeyOwner,
  rows: readonly ValueRow[],
  others: OtherRows,
): Promise<void> {
  const canPut = view.context.statements.putValues !== undefined;
  const stay = new Set(canPut ? rows.map(([attribute, element]) => `${attribute}.${element}`) : []);
  const gone: RowName[] = [];
  for (const [attribute, elements] of others) {
    for (const element of elements) if (!stay.has(`${attribute}.${element}`)) gone.push([attribute, element]);
  }
  await removeRows(view, owner, gone);
  await putRows(view, owner, rows);
}

/** Takes all keys of a resource away. */
export async function removeKeys(view: View, owner: KeyOwner, moreUnique: boolean): Promise<void> {
  await view.session.run(view.context.statements.removeAllValues, owner);
  if (moreUnique) await view.session.run(view.context.statements.removeUnique, owner);
}

/** The error for a unique value that another resource has. */
export function taken(attribute: UniqueValue['attribute'] | undefined): StoreError {
  if (attribute === undefined) return new StoreError('conflict', 'The id is taken.');
  return new StoreError('conflict', `Another resource has this ${attribute.path}.`, { attribute });
}

/** Attribute and element of a row. */
type RowName = readonly [number, number];

async function removeRows({ session, context }: View, owner: KeyOwner, names: readonly RowName[]) {
  if (names.length === 0) return;
  await session.run(context.statements.removeValues, { ...owner, rows: JSON.stringify(names) });
}

/** Writes rows in the place of those that are there. Where a database cannot do that, these have been removed. */
async function putRows(view: View, owner: KeyOwner, rows: readonly ValueRow[]): Promise<void> {
  const { putValues, putFew } = view.context.statements;
  if (putValues === undefined) await insertValues(view, owner, rows);
  else await writeRows(view, owner, rows, putValues, putFew(rows.length));
}

async function insertValues(view: View, owner: KeyOwner, rows: readonly ValueRow[]): Promise<void> {
  const { insertValues: many, insertFew } = view.context.statements;
  await writeRows(view, owner, rows, many, insertFew(rows.length));
}

/** @param few - For so many rows, where that is the better way. */
async function writeRows(
  { session }: View,
  owner: KeyOwner,
  rows: readonly ValueRow[],
  many: Statement<OwnedRows, unknown>,
  few: Statement<FewRows, unknown> | undefined,
): Promise<void> {
  if (rows.length === 0) return;
  const { tenant, id } = owner;
  if (few === undefined) await session.run(many, { tenant, id, rows: JSON.stringify(rows) });
  else await session.run(few, { tenant, id, few: rows });
}

async function insertUniques(view: View, owner: KeyOwner, uniques: readonly UniqueValue[]): Promise<void> {
  for (const { attribute, key } of uniques) {
    const row = { ...owner, attribute: attribute.id, key };
    if (!(await view.session.tryWrite(view.context.statements.insertUnique, row))) throw taken(attribute);
  }
}

/** Some drivers give numbers as text. */
function numberOrNull(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}

function isSame(row: ValueRow, other: ValueRow | undefined): boolean {
  return other !== undefined && row.every((value, index) => value === other[index]);
}
