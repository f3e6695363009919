import { StoreError } from '@scimkit/core';
import type { Statement } from '../statements/statement.ts';
import type { OwnedRow, OwnedRows } from '../statements/write-statements.ts';
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
  if (there.size > 0) {
    const gone = Array.from(there.values(), ([attribute, element]) => [attribute, element]);
    await view.session.run(statements.removeValues, { ...owner, rows: JSON.stringify(gone) });
  }
  if (putValues === undefined) await insertValues(view, owner, fresh);
  else await writeRows(view, owner, fresh, { many: putValues, one: statements.putValue });
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

function insertValues(view: View, owner: KeyOwner, values: readonly ValueRow[]): Promise<void> {
  const { insertValues: many, insertValue: one } = view.context.statements;
  return writeRows(view, owner, values, { many, one });
}

/** A statement for many rows, and one for a single row where that is the better way. */
interface Writing {
  readonly many: Statement<OwnedRows, unknown>;
  readonly one: Statement<OwnedRow, unknown> | undefined;
}

async function writeRows(
  { session }: View,
  owner: KeyOwner,
  rows: readonly ValueRow[],
  { many, one }: Writing,
): Promise<void> {
  if (rows.length === 0) return;
  if (one === undefined) await session.run(many, { ...owner, rows: JSON.stringify(rows) });
  else for (const row of rows) await session.run(one, { ...owner, row });
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
