import {
  type AttributeRef,
  type FilterNode,
  type Key,
  type KeyEntry,
  StoreError,
  toKey,
  valuesAt,
} from '@scimkit/core';
import { isText } from './compile-fields.ts';
import type { Home, MappedType } from './mapped-type.ts';
import type { MappedView, Owner } from './mapped-view.ts';
import type { Found } from './to-mapped-stored.ts';
import { toFound } from './to-mapped-stored.ts';

/** A row of the organisation that has a unique value already. */
export interface Taken {
  readonly attribute: AttributeRef;
  readonly found: Found;
}

const documentOnly = { document: true, members: false, memberOf: false };

/**
 * Looks for rows of the organisation that have one of the unique values, also among those that no identity provider knows.
 *
 * @param except - The row that may have them.
 */
export async function findUnique(
  view: MappedView,
  type: MappedType,
  owner: Owner,
  keys: readonly KeyEntry[],
  except?: Found['local'],
): Promise<Taken | undefined> {
  const { statements } = view.schema;
  for (const attribute of type.model.unique) {
    const home = type.homes.get(attribute.id);
    const key = keys.find((entry) => entry.attribute.id === attribute.id)?.key;
    if (key === undefined || home === undefined) continue;
    const { statement, literals } = statements.rows(type, candidates(home, attribute, key));
    const rows = await view.session.all(statement, { ...owner, type: type.number, literals });
    for (const row of rows) {
      const found = toFound(statements.words, type, row, documentOnly);
      if (except !== undefined && String(found.local) === String(except)) continue;
      // The database may have proposed it only.
      if (valuesAt(found.stored.document, attribute).some((value) => toKey(value, attribute) === key)) {
        return { attribute, found };
      }
    }
  }
  return undefined;
}

/** Where the mapping does not say how a column compares, every row may have the value. */
function candidates(home: Home, attribute: AttributeRef, key: Key): FilterNode {
  const isFound =
    home.kind === 'scalar'
      ? home.scalar.compare !== undefined || !isText(attribute)
      : home.kind === 'computed' && home.computed.codec.eq !== undefined;
  return isFound ? { kind: 'compare', attribute, op: 'eq', key } : { kind: 'constant', value: true };
}

/** The error for a unique value that another row has. */
export function isTaken(attribute: AttributeRef | undefined): StoreError {
  const what = attribute === undefined ? 'one of these unique values' : `this ${attribute.path}`;
  return new StoreError('conflict', `Another row has ${what}.`, attribute === undefined ? {} : { attribute });
}

/** Runs a write, and says which attribute was meant when the database refuses it for being there already. */
export async function refusing<T>(view: MappedView, type: MappedType, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof StoreError) || !view.context.dialect.isUniqueViolation(error.cause)) throw error;
    const attribute = attributeIn(type, wordsOf(error.cause));
    throw new StoreError('conflict', error.message, {
      cause: error.cause,
      ...(attribute === undefined ? {} : { attribute }),
    });
  }
}

/** Databases name the columns, or an index whose name says them; where they do not, nobody is accused. */
function attributeIn({ fields, model }: MappedType, words: string): AttributeRef | undefined {
  return fields.scalars.find(
    ({ attribute, column, compare }) =>
      model.unique.some(({ id }) => id === attribute.id) &&
      [column, compare?.column].some((name) => name !== undefined && words.includes(name.toLowerCase())),
  )?.attribute;
}

function wordsOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const parts = ['message', 'detail', 'constraint'].map((name) => Reflect.get(error, name));
  return parts
    .filter((part) => typeof part === 'string')
    .join(' ')
    .toLowerCase();
}
