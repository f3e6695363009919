import { type AttributeRef, StoreError } from '@scimkit/core';
import { attributeOfColumn } from './attribute-of-column.ts';
import type { ColumnFact } from './facts.ts';
import type { MappedType } from './mapped-type.ts';
import type { Split } from './split-document.ts';

/**
 * Looks whether the columns can hold the values that are to be written. Databases say so, too, but not all of them for
 * which column, and one that is not strict cuts values off without a word.
 *
 * @throws StoreError `invalid` that names the attribute and what would fit.
 */
export function ensureFits(type: MappedType, { values, children }: Pick<Split, 'values' | 'children'>): void {
  for (const [column, value] of Object.entries(values)) {
    ensureOne(type.facts.get(column), value, () => attributeOfColumn(type, column));
  }
  for (const { attribute, child, facts } of type.fields.children) {
    for (const row of children.get(attribute.path) ?? []) {
      ensureOne(facts.get(child.value), row.value, () => attribute);
      if (child.type !== undefined) ensureOne(facts.get(child.type), row.type, () => attribute);
    }
  }
}

function ensureOne(
  fact: ColumnFact | undefined,
  value: unknown,
  attributeOf: () => AttributeRef | undefined,
): void {
  const reason = fact === undefined ? undefined : reasonAgainst(fact, value);
  if (reason === undefined) return;
  const attribute = attributeOf();
  throw new StoreError('invalid', `${fact?.name}: ${reason}.`, {
    reason,
    ...(attribute === undefined ? {} : { attribute }),
  });
}

function reasonAgainst({ length, size, members, dataType }: ColumnFact, value: unknown): string | undefined {
  if (typeof value === 'string') {
    if (members !== undefined && !members.includes(value)) {
      return `the application takes ${members.map((word) => JSON.stringify(word)).join(', ')}`;
    }
    if (length !== undefined && value.length > length && codePoints(value) > length)
      return `the application stores at most ${length} characters`;
    if (size !== undefined && value.length * 4 > size && Buffer.byteLength(value) > size)
      return `the application stores at most ${size} bytes`;
  }
  const most = typeof value === 'number' && Number.isInteger(value) ? wholeNumbers.get(dataType) : undefined;
  if (most !== undefined && (Number(value) >= most || Number(value) < -most))
    return `the application stores whole numbers from ${-most} to ${most - 1}`;
  return undefined;
}

/** PostgreSQL does not say which column a number is out of the range of. */
const wholeNumbers: ReadonlyMap<string, number> = new Map([
  ['int2', 2 ** 15],
  ['int4', 2 ** 31],
]);

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
