import process from 'node:process';
import {
  type AttributeRef,
  type CompareOp,
  type FilterNode,
  type Key,
  matches,
  printFilter,
  type ResourceModel,
  type Stored,
  type StoredDocument,
  toKey,
} from '@scimkit/core';
import { describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import { supports } from './filter/supports.ts';
import type { SqlStore } from './options.ts';
import { onEngines, type TestDatabase } from './test-support/engines.ts';
import { create, everything, list, modelOf, nextOf, scopeOf } from './test-support/tenant.ts';

const scope = scopeOf('t');
const [user, group] = [modelOf('User'), modelOf('Group')];

/** What trips databases, folding, patterns and orders up; see the list of cases for differential testing. */
const strings = [
  ...'%_\\![*?^"\'',
  '50%',
  '_a_',
  ' a',
  'a ',
  '\t',
  '',
  'a',
  'A',
  'ab',
  'abc',
  'b',
  '\u00e9',
  'e\u0301',
  '\u00c9',
  'a\u0323\u0307',
  'a\u0307\u0323',
  '\u00df',
  '\u1e9e',
  'SS',
  '\u0130',
  'i\u0307',
  'I',
  '\u0131',
  '\u03a3',
  '\u03c3',
  '\u0391\u03a3',
  '\u03b1\u03c2',
  '\u01c4',
  '\u01c5',
  '\uff21\uff42',
  '\u212a',
  '\u2126',
  '\ufb01',
  'a\u00adb',
  '\ufffd',
  '\u{1f600}',
  '\u{1f600}a',
  '\u{10400}',
  '\u{10428}',
  '9',
  '10',
  '1e2',
  'true',
  'null',
  'work',
  'Work',
  'home',
  "'); drop table scim_resource; --",
];

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class Dice {
  readonly #random: () => number;
  constructor(seed: number) {
    this.#random = randomOf(seed);
  }
  chance(probability: number): boolean {
    return this.#random() < probability;
  }
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
  of<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new TypeError('There is nothing to choose from.');
    return item;
  }
  text(): string {
    return this.chance(0.7) ? this.of(strings) : this.of(strings) + this.of(strings);
  }
  maybe<Value>(name: string, value: () => Value, probability = 0.6): Record<string, Value> {
    return this.chance(probability) ? { [name]: value() } : {};
  }
}

function randomElement(dice: Dice): Record<string, unknown> {
  return {
    ...dice.maybe('value', () => dice.text(), 0.8),
    ...dice.maybe('type', () => dice.of(['work', 'Work', 'home', dice.text()])),
    ...dice.maybe('primary', () => dice.chance(0.5), 0.5),
    ...dice.maybe('display', () => dice.text(), 0.3),
  };
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

function randomUser(dice: Dice, index: number): StoredDocument {
  const elements = () => Array.from({ length: dice.below(4) }, () => randomElement(dice));
  return {
    userName: `${dice.text()}${index}`,
    ...dice.maybe('externalId', () => dice.text()),
    ...dice.maybe('displayName', () => dice.text()),
    ...dice.maybe('name', () => ({
      ...dice.maybe('familyName', () => dice.text()),
      ...dice.maybe('givenName', () => dice.text()),
    })),
    ...dice.maybe('active', () => dice.chance(0.5)),
    ...dice.maybe('emails', elements),
    ...dice.maybe('phoneNumbers', elements, 0.4),
    ...dice.maybe(enterprise, () => ({
      ...dice.maybe('department', () => dice.text()),
      ...dice.maybe('manager', () => ({ ...dice.maybe('value', () => dice.text()) })),
    })),
  };
}

const operators: readonly CompareOp[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

/** Every attribute that the store compares exactly, below the top or not. */
function comparable(model: ResourceModel): readonly AttributeRef[] {
  return [...model.byId.values()].filter((attribute) => supports.compare(attribute, 'pr') === 'exact');
}

interface Pool {
  readonly attributes: readonly AttributeRef[];
  readonly ids: readonly string[];
  readonly containers: readonly AttributeRef[];
}

function randomLeaf(dice: Dice, pool: Pool, attributes = pool.attributes): FilterNode {
  const attribute = dice.of(attributes);
  const ops = operators.filter((op) => supports.compare(attribute, op) === 'exact');
  if (ops.length === 0 || dice.chance(0.15)) return { kind: 'present', attribute };
  const key = randomKey(dice, pool, attribute);
  return { kind: 'compare', attribute, op: dice.of(ops), key };
}

function randomKey(dice: Dice, { ids }: Pool, attribute: AttributeRef): Key {
  if (attribute.type === 'boolean') return dice.chance(0.5);
  if (attribute.type === 'dateTime') return 1_700_000_000_000 + dice.below(40) * 1000;
  const isId =
    attribute.path === 'id' ||
    attribute.parent?.roles.some((role) => role === 'membership' || role === 'memberOf');
  const text =
    isId && dice.chance(0.9)
      ? dice.of(ids)
      : dice.chance(0.1)
        ? `${dice.text()}${dice.below(150)}`
        : dice.text();
  return toKey(text, attribute) ?? '';
}

function randomFilter(dice: Dice, pool: Pool, depth: number): FilterNode {
  if (depth === 0 || dice.chance(0.3)) return randomLeaf(dice, pool);
  const part = () => randomFilter(dice, pool, depth - 1);
  switch (dice.below(5)) {
    case 0:
      return { kind: 'not', of: part() };
    case 1:
      return { kind: 'or', of: Array.from({ length: 2 + dice.below(2) }, part) };
    case 2: {
      const attribute = dice.of(pool.containers);
      const parts = attribute.subAttributes.filter((each) => supports.compare(each, 'pr') === 'exact');
      return { kind: 'some', attribute, of: randomInside(dice, pool, parts, depth - 1) };
    }
    default:
      return { kind: 'and', of: Array.from({ length: 2 + dice.below(2) }, part) };
  }
}

function randomInside(dice: Dice, pool: Pool, parts: readonly AttributeRef[], depth: number): FilterNode {
  if (depth === 0 || dice.chance(0.3)) return randomLeaf(dice, pool, parts);
  const part = () => randomInside(dice, pool, parts, depth - 1);
  if (dice.chance(0.25)) return { kind: 'not', of: part() };
  return { kind: dice.chance(0.6) ? 'and' : 'or', of: [part(), part()] };
}

async function agree(
  store: SqlStore,
  model: ResourceModel,
  dice: Dice,
  count: number,
  ids: readonly string[],
) {
  const all = (await list(store, scope, model, { want: everything })).resources;
  const attributes = comparable(model);
  const containers = [...model.byId.values()]
    .filter(({ subAttributes }) => subAttributes.some((part) => supports.compare(part, 'pr') === 'exact'))
    .filter(({ extension, name }) => !extension && name !== 'meta');
  const pool = { attributes, ids, containers };
  let found = 0;
  for (let round = 0; round < count; round += 1) {
    const filter = randomFilter(dice, pool, 3);
    const expected = all.filter((stored: Stored) => matches(filter, stored)).map(({ id }) => id);
    const page = await list(store, scope, model, { filter });
    expect(
      page.resources.map(({ id }) => id),
      printFilter(filter),
    ).toEqual(expected);
    expect(page.total).toBe(expected.length);
    found += expected.length;
  }
  return found / count / all.length;
}

const sqlite = async (): Promise<Pick<TestDatabase, 'open' | 'end'>> => ({
  open: () => createSqlStore({ sqlite: ':memory:' }),
  end: async () => undefined,
});

/** How many filters an engine is asked; more where nobody waits: `SCIMKIT_RANDOM_FILTERS=20000 SCIMKIT_SEED=7 npm test`. */
const count = Number(process.env.SCIMKIT_RANDOM_FILTERS || 1000);
const seed = Number(process.env.SCIMKIT_SEED || 20260323);

describe.each([['sqlite', sqlite] as const, ...onEngines])(
  `on %s, ${count} with the seed ${seed}`,
  (_, start) => {
    it('finds what core finds, for thousands of random filters on random resources', {
      timeout: 60_000 + count * 60,
    }, async () => {
      const dice = new Dice(seed);
      const database = await start();
      const store = database.open();
      await store.migrate();
      const users: string[] = [];
      for (let index = 0; index < 120; index += 1) {
        const document = randomUser(dice, index);
        const at = 1_700_000_000_000 + index * 333;
        users.push((await create(store, scope, user, document, { at })).after.id);
        // Another tenant holds the same.
        await create(store, scopeOf('other'), user, document, { at });
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
      const ids = [...users, ...groups];
      const forGroups = Math.round(count * 0.3);
      const shares = [
        await agree(store, user, dice, count - forGroups, ids),
        await agree(store, group, dice, forGroups, ids),
      ];
      await database.end();
      // Filters that find nothing, or everything, would agree too easily.
      for (const share of shares) expect(share).toBeGreaterThan(0.1);
      for (const share of shares) expect(share).toBeLessThan(0.9);
    });
  },
);
