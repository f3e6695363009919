import {
  type AttributeRef,
  displayOf,
  extractKeys,
  type KeyEntry,
  type ResourceModel,
  type StoredDocument,
} from '@scimkit/core';
import { bytesOf } from '../codec/resource-id.ts';
import { supports } from '../filter/supports.ts';
import type { Key } from '../statements/write-statements.ts';
import type { View } from '../store/context.ts';
import { type ColumnValues, sortKeys, type UniqueValue } from '../store/key-rows.ts';
import { prepareWrite } from '../store/prepare-write.ts';
import { replaceKeys } from '../store/write-keys.ts';
import type { KeyedRow, ReindexStatements } from './reindex-statements.ts';

/**
 * Why a resource gets no key of a value that it has.
 *
 * - `taken`: the attribute has to be unique, and another resource has the value;
 * - `unfit`: the value is longer than keys are, or holds U+0000 or half of a surrogate pair.
 */
export type KeyProblem = 'taken' | 'unfit';

/** What became of the keys of a resource. */
export interface Rekeying {
  readonly changed: boolean;
  readonly problems: readonly { readonly attribute: AttributeRef; readonly problem: KeyProblem }[];
}

/** Makes the keys of a resource from its document, and writes those that are others than before. */
export async function rekeyResource(
  view: View,
  statements: ReindexStatements,
  model: ResourceModel,
  owner: Pick<Key, 'tenant' | 'type'>,
  row: KeyedRow,
): Promise<Rekeying> {
  // The store wrote the text from a document.
  const document = JSON.parse(row.doc) as StoredDocument;
  const all = extractKeys(model, document);
  const keys = all.filter(isFit);
  const problems: { attribute: AttributeRef; problem: KeyProblem }[] = all
    .filter((entry) => !isFit(entry))
    .map(({ attribute }) => ({ attribute, problem: 'unfit' }));
  const scope = { tenant: String(owner.tenant) };
  const { type } = await prepareWrite(view, scope, model.name, { keys, keyed: model.keyed });
  const { columns, values, uniques } = sortKeys(type, keys);
  const key: Key = { ...owner, id: bytesOf(row.id) };
  const display = displayOf(model, document) ?? null;
  let changed = false;

  let wanted = columns;
  if (!isSame(row, columns, display)) {
    if (!(await isFree(view, key, columns, row))) {
      const attribute = model.keyed.find(({ id }) => id === type.columns.unique);
      if (attribute !== undefined) problems.push({ attribute, problem: 'taken' });
      wanted = { ...columns, unique: row.unique_key };
    }
    changed = !isSame(row, wanted, display);
    if (changed) await view.session.run(statements.rekey, { ...key, columns: wanted, display });
  }
  const rekeyed = await replaceKeys(view, key, { columns, values, uniques: [] }, false);
  const reserved = await replaceUniques(view, statements, key, uniques);
  problems.push(...reserved.taken.map((attribute) => ({ attribute, problem: 'taken' as const })));
  return { changed: changed || rekeyed || reserved.changed, problems };
}

function isFit({ key }: KeyEntry): boolean {
  if (typeof key !== 'string') return true;
  return (
    key.isWellFormed() &&
    !key.includes('\0') &&
    (key.length <= supports.maxKeyLength || [...key].length <= supports.maxKeyLength)
  );
}

function isSame(row: KeyedRow, columns: ColumnValues, display: string | null): boolean {
  return (
    row.unique_key === columns.unique &&
    row.external_id === columns.external &&
    row.display_key === columns.display &&
    row.sort_key === columns.sort &&
    (row.active === null ? null : Number(row.active)) === columns.active &&
    row.display === display
  );
}

/** The row is locked, and a reindex is the only one that gives keys to resources of before. */
async function isFree(
  { session, context }: View,
  key: Key,
  columns: ColumnValues,
  row: KeyedRow,
): Promise<boolean> {
  if (columns.unique === null || columns.unique === row.unique_key) return true;
  return (await session.first(context.statements.findUnique, { ...key, key: columns.unique })) === undefined;
}

async function replaceUniques(
  { session, context }: View,
  statements: ReindexStatements,
  key: Key,
  uniques: readonly UniqueValue[],
): Promise<{ readonly changed: boolean; readonly taken: readonly AttributeRef[] }> {
  const there = new Set((await session.all(statements.uniques, key)).map(({ attr, k }) => `${attr} ${k}`));
  const wanted = new Set(uniques.map((each) => `${each.attribute.id} ${each.key}`));
  if (there.size === wanted.size && [...wanted].every((each) => there.has(each)))
    return { changed: false, taken: [] };
  const taken: AttributeRef[] = [];
  if (there.size > 0) await session.run(context.statements.removeUnique, key);
  for (const { attribute, key: k } of uniques) {
    const row = { ...key, attribute: attribute.id, key: k };
    if (!(await session.tryWrite(context.statements.insertUnique, row))) taken.push(attribute);
  }
  return { changed: there.size > 0 || taken.length < uniques.length, taken };
}
