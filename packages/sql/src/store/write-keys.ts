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
  return there.size > 0 || fresh.length > 0;
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
