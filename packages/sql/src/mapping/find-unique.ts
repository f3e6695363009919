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
import { rowsAtATime } from './mapped-statements.ts';
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
  for (const attribute of type.model.unique) {
    const home = type.homes.get(attribute.id);
    const key = keys.find((entry) => entry.attribute.id === attribute.id)?.key;
    if (key === undefined || home === undefined) continue;
    for await (const found of proposed(view, type, owner, candidates(home, attribute, key))) {
      if (except !== undefined && String(found.local) === String(except)) continue;
      if (valuesAt(found.stored.document, attribute).some((value) => toKey(value, attribute) === key)) {
        return { attribute, found };
      }
    }
  }
  return undefined;
}

/** Rows that may be meant, some at a time: of a name that the database cannot fold there may be many. */
async function* proposed(
  { schema: { statements }, session }: MappedView,
  type: MappedType,
  owner: Owner,
  filter: FilterNode,
): AsyncGenerator<Found, void> {
  let after: Found['local'] | undefined;
  for (;;) {
    const { statement, literals } = statements.rows(type, filter, after !== undefined);
    const rows = await session.all(statement, {
      ...owner,
      type: type.number,
      literals,
      after: after ?? null,
    });
    for (const row of rows) {
      const found = toFound(statements.words, type, row, documentOnly);
      after = found.local;
      yield found;
    }
    if (rows.length < rowsAtATime) return;
  }
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
