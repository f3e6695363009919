import { StoreError } from '@scimkit/core';
import type { View } from './context.ts';
import type { KeyRows, UniqueValue, ValueRow } from './key-rows.ts';

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

/** Writes the keys of a resource that has others; rows that stay as they are are not touched. */
export async function replaceKeys(
  view: View,
  owner: KeyOwner,
  rows: KeyRows,
  moreUnique: boolean,
): Promise<void> {
  const { statements } = view.context;
  const there = new Map<string, ValueRow>();
  for (const row of await view.session.all(statements.values, owner)) {
    there.set(`${row.attr}.${row.elem}`, [
      row.attr,
      row.elem,
      row.k,
      row.n,
      row.k_type,
      row.is_primary,
      row.filled,
    ]);
  }
  const fresh: ValueRow[] = [];
  for (const row of rows.values) {
    const name = `${row[0]}.${row[1]}`;
    if (isSame(row, there.get(name))) there.delete(name);
    else fresh.push(row);
  }
  if (there.size > 0) {
    const gone = Array.from(there.values(), ([attribute, element]) => [attribute, element]);
    await view.session.run(statements.removeValues, { ...owner, rows: JSON.stringify(gone) });
  }
  await insertValues(view, owner, fresh);
  if (moreUnique) await view.session.run(statements.removeUnique, owner);
  await insertUniques(view, owner, rows.uniques);
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

async function insertValues(view: View, owner: KeyOwner, values: readonly ValueRow[]): Promise<void> {
  if (values.length === 0) return;
  await view.session.run(view.context.statements.insertValues, { ...owner, rows: JSON.stringify(values) });
}

async function insertUniques(view: View, owner: KeyOwner, uniques: readonly UniqueValue[]): Promise<void> {
  for (const { attribute, key } of uniques) {
    const done = await view.session.run(view.context.statements.insertUnique, {
      ...owner,
      attribute: attribute.id,
      key,
    });
    if (done === 0) throw taken(attribute);
  }
}

function isSame(row: ValueRow, other: ValueRow | undefined): boolean {
  return other !== undefined && row.every((value, index) => value === other[index]);
}
