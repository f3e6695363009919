import type { ResourceModel, StoredDocument } from '@scimkit/core';
import { User } from '@scimkit/core';
import { describe, expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { Dice } from '../test-support/dice.ts';
import { onEngines, type TestDatabase } from '../test-support/engines.ts';
import { gadget, randomGadget, randomUser } from '../test-support/random-resources.ts';
import { create, documentOnly, modelOf, nextOf, scopeOf } from '../test-support/tenant.ts';

const sqlite = async (): Promise<Pick<TestDatabase, 'open' | 'end'>> => ({
  open: () => createSqlStore({ sqlite: ':memory:' }),
  end: async () => undefined,
});

const scope = scopeOf('t');
const kinds: readonly (readonly [
  model: ResourceModel,
  make: (dice: Dice, index: number) => StoredDocument,
])[] = [
  [modelOf('User'), randomUser],
  [gadget, randomGadget],
];

/** What a client does to a document: some properties as another has them, of lists some elements, others gone. */
function mixed(dice: Dice, before: StoredDocument, other: StoredDocument): StoredDocument {
  const after: Record<string, unknown> = structuredClone({ ...before });
  for (const name of new Set([...Object.keys(before), ...Object.keys(other)])) {
    if (name === 'userName' || name === 'name') continue;
    const [old, fresh] = [after[name], other[name]];
    if (dice.chance(0.5)) continue;
    if (Array.isArray(old) && Array.isArray(fresh) && dice.chance(0.7)) {
      const elements = [...old];
      for (const element of fresh) {
        const at = dice.below(elements.length + 1);
        elements.splice(at, dice.below(2), element);
      }
      after[name] = elements;
    } else if (fresh === undefined || dice.chance(0.2)) delete after[name];
    else after[name] = fresh;
  }
  return after;
}

describe.each([['sqlite', sqlite] as const, ...onEngines])('on %s', (_, start) => {
  it('whatever changes of a document, its keys are those of the new one, and no other row is left', async () => {
    const dice = new Dice(20261130);
    const database = await start();
    const store = database.open();
    await store.migrate();
    for (const [model, make] of kinds) {
      for (let index = 0; index < 60; index += 1) {
        let document = make(dice, index);
        const { id } = (await create(store, scope, model, document)).after;
        for (let round = 0; round < 3; round += 1) {
          document = mixed(dice, document, make(dice, index));
          const change = {
            at: 1_700_000_000_001 + round,
            deltas: [],
            want: documentOnly,
            next: () => nextOf(model, document),
          };
          // Under the lock of the row, and without.
          if (round === 1) {
            await store.transaction(scope, async (view) => {
              await view.update(scope, model.name, id, change);
            });
          } else await store.update(scope, model.name, id, change);
        }
      }
    }
    const { resources, changed, problems } = await store.reindex([User, gadget.definition], { settle: 0 });
    await database.end();
    expect({ resources, changed, problems }).toEqual({ resources: 120, changed: 0, problems: [] });
  });
});
