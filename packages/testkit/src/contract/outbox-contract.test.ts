import { createMemoryStore } from '@scimkit/memory';
import { describe, expect, it } from 'vitest';
import { outboxContract } from './outbox-contract.ts';
import { outboxFaults } from './outbox-faults.ts';

async function failuresOf(sabotage: (typeof outboxFaults)[number][1]): Promise<readonly string[]> {
  const failures: string[] = [];
  const cases = outboxContract(() => {
    const store = createMemoryStore({ outbox: true });
    return { store: { ...store, ...sabotage(store) } };
  });
  for (const { name, run } of cases) await run().catch(() => failures.push(name));
  return failures;
}

describe('the contract of the outbox finds a store that', () => {
  it.each(outboxFaults)('%s', async (_, sabotage) => {
    expect(await failuresOf(sabotage)).not.toEqual([]);
  });
});

it('it finds nothing in a store without a fault, and refuses one that writes no events', async () => {
  expect(await failuresOf(() => ({}))).toEqual([]);
  const silent = outboxContract(() => ({ store: createMemoryStore() }));
  for (const { run } of silent) await expect(run()).rejects.toThrow(/writes no events/);
});
