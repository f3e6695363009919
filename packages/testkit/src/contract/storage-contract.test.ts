import type { StoreSupport } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { describe, expect, it } from 'vitest';
import { bindContract } from './bind-contract.ts';
import { faults } from './faults.ts';
import { memberPageFaults } from './member-page-faults.ts';
import { storageContract } from './storage-contract.ts';

/** What a store that can do nothing by itself says, though it could: every rule must hold for it too. */
const poorest: StoreSupport = {
  compare: () => 'none',
  sameElement: false,
  sort: () => false,
  cursor: false,
  deltas: false,
  memberPages: false,
  transactions: 'none',
  outbox: false,
  ifVersion: 'checked',
  uniqueness: 'checked',
  maxKeyLength: 400,
};

describe('a store that claims nothing', () => {
  bindContract(
    { describe, it },
    storageContract(() => ({ store: { ...createMemoryStore(), supports: poorest } })),
  );
});

describe('the contract finds a store that', () => {
  it.each([...faults, ...memberPageFaults])('%s', async (_, topic, sabotage) => {
    const failures: string[] = [];
    const cases = storageContract(() => {
      const store = createMemoryStore();
      return { store: { ...store, ...sabotage(store) } };
    });
    for (const { name, run } of cases.filter((each) => each.topic === topic)) {
      await run().catch(() => failures.push(name));
    }
    expect(failures).not.toEqual([]);
  });
});
