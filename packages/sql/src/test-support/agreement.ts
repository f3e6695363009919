import { type FilterNode, matches, printFilter, type ResourceModel } from '@scimkit/core';
import type { SqlStore } from '../options.ts';
import type { Dice } from './dice.ts';
import { ingredientsOf, randomFilter } from './random-filters.ts';
import { gadget, randomGadget, randomUser } from './random-resources.ts';
import { create, everything, list, modelOf, nextOf, scopeOf } from './tenant.ts';

const scope = scopeOf('t');
const [user, group] = [modelOf('User'), modelOf('Group')];

/** The types that are filled, and how many of a hundred filters are on each. */
export const shares: readonly (readonly [model: ResourceModel, percent: number])[] = [
  [user, 50],
  [group, 25],
  [gadget, 25],
];

/** Fills a tenant with random resources that have been changed and removed, beside another that holds the same. */
export async function fillTenant(store: SqlStore, dice: Dice): Promise<readonly string[]> {
  const users: string[] = [];
  for (let index = 0; index < 120; index += 1) {
    const document = randomUser(dice, index);
    const at = 1_700_000_000_000 + index * 333;
    users.push((await create(store, scope, user, document, { at })).after.id);
    await create(store, scopeOf('other'), user, document, { at });
    await create(store, scope, gadget, randomGadget(dice, index), { at });
  }
  const groups: string[] = [];
  for (let index = 0; index < 30; index += 1) {
    const members = Array.from({ length: dice.below(6) }, () => ({
      id: dice.of(dice.chance(0.3) && groups.length > 0 ? groups : users),
    }));
    groups.push((await create(store, scope, group, { displayName: dice.text() }, { members })).after.id);
  }
  // Changes leave no old keys behind.
  for (let index = 0; index < 40; index += 1) {
    const next = () => nextOf(user, randomUser(dice, 1000 + index));
    await store.update(scope, 'User', dice.of(users), {
      at: 1_700_000_050_000,
      deltas: [],
      want: everything,
      next,
    });
  }
  for (let index = 0; index < 10; index += 1)
    await store.remove(scope, 'User', dice.of(users), { at: 1_700_000_060_000 });
  return [...users, ...groups];
}

/** What came of asking a store for random filters. */
export interface Agreement {
  readonly asked: number;
  /** The filters, printed, for which the store and core do not find the same. */
  readonly different: readonly string[];
  /** Which share of the resources a filter found, on the average. */
  readonly share: number;
}

/**
 * Asks a store for random filters on a type, and core for the same.
 *
 * @param twist - What is asked of the store in place of a filter, for those who want to see it noticed.
 */
export async function compareFilters(
  store: SqlStore,
  model: ResourceModel,
  dice: Dice,
  asked: number,
  ids: readonly string[],
  twist = (filter: FilterNode): FilterNode => filter,
): Promise<Agreement> {
  const all = (await list(store, scope, model, { want: everything })).resources;
  const ingredients = ingredientsOf(model, ids, all);
  const different: string[] = [];
  let found = 0;
  for (let round = 0; round < asked; round += 1) {
    const filter = randomFilter(dice, ingredients, 3);
    const expected = all.filter((stored) => matches(filter, stored)).map(({ id }) => id);
    const { resources, total } = await list(store, scope, model, { filter: twist(filter) });
    const isSame =
      total === expected.length &&
      resources.length === expected.length &&
      resources.every(({ id }, at) => id === expected[at]);
    if (!isSame) different.push(printFilter(filter));
    found += expected.length;
  }
  return { asked, different, share: found / Math.max(1, asked) / all.length };
}
