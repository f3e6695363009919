import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import { compareFilters, fillTenant, shares } from './test-support/agreement.ts';
import { Dice } from './test-support/dice.ts';
import { onEngines, type TestDatabase } from './test-support/engines.ts';

const sqlite = async (): Promise<Pick<TestDatabase, 'open' | 'end'>> => ({
  open: () => createSqlStore({ sqlite: ':memory:' }),
  end: async () => undefined,
});

/** How many filters an engine is asked; more where nobody waits: `SCIMKIT_RANDOM_FILTERS=20000 SCIMKIT_SEED=7 npm test`. */
const count = Number(process.env.SCIMKIT_RANDOM_FILTERS || 1000);
const seed = Number(process.env.SCIMKIT_SEED || 20260323);

describe.each([['sqlite', sqlite] as const, ...onEngines])(
  `on %s, ${count} with the seed ${seed}`,
  (name, start) => {
    it('finds what core finds, for thousands of random filters on random resources', {
      timeout: 60_000 + count * 60,
    }, async () => {
      const dice = new Dice(seed);
      const database = await start();
      const store = database.open();
      await store.migrate();
      const ids = await fillTenant(store, dice);
      let asked = 0;
      for (const [model, percent] of shares) {
        const part = Math.round((count * percent) / 100);
        const agreement = await compareFilters(store, model, dice, part, ids);
        asked += agreement.asked;
        expect(agreement.different, `${name}, ${model.name}`).toEqual([]);
        // Filters that find nothing, or everything, would agree too easily.
        expect(agreement.share).toBeGreaterThan(0.1);
        expect(agreement.share).toBeLessThan(0.9);
      }
      await database.end();
      expect(asked).toBeGreaterThanOrEqual(count - 1);
    });
  },
);
