import type { Catalog, OutboxStore, ResourceStore } from '@scimkit/core';
import type { ContractCase, OpenStore } from './contract-case.ts';
import { contractCatalog } from './contract-catalog.ts';
import { outboxClaimRules } from './outbox-claim-rules.ts';
import { outboxCoreRules } from './outbox-core-rules.ts';
import type { OutboxRule } from './outbox-rule.ts';
import { OutboxUnderTest } from './outbox-under-test.ts';
import { outboxWriteRules } from './outbox-write-rules.ts';

/** A store that writes events, and where they wait. */
export type StoreWithOutbox = ResourceStore & { readonly outbox: OutboxStore };

/** Opens a store that writes events (`supports.outbox`), for one case. It may be the same every time. */
export type OpenOutboxStore = (
  catalog: Catalog,
) => OpenStore<StoreWithOutbox> | Promise<OpenStore<StoreWithOutbox>>;

const topics: readonly (readonly [topic: string, rules: readonly OutboxRule[]])[] = [
  ['outbox: writes', outboxWriteRules],
  ['outbox: claims', outboxClaimRules],
  ['outbox: what core writes', outboxCoreRules],
];

/**
 * The contract of the outbox as runnable cases: every change leaves its event in the same commit, and each is claimed in
 * the order of its resource's changes until it was delivered. Nobody else may claim from the store meanwhile.
 *
 * @param open - Opens a store for one case.
 * @returns The cases, for {@link bindContract} or a runner of your own.
 * @example
 * ```ts
 * import { createMemoryStore } from '@scimkit/memory';
 * import { bindContract, outboxContract } from '@scimkit/testkit';
 * import { describe, it } from 'vitest';
 *
 * bindContract({ describe, it }, outboxContract(() => ({ store: createMemoryStore({ outbox: true }) })));
 * ```
 */
export function outboxContract(open: OpenOutboxStore): readonly ContractCase[] {
  return topics.flatMap(([topic, rules]) =>
    rules.map(({ name, prove }) => ({
      topic,
      name,
      run: async () => {
        const opened = await open(contractCatalog);
        try {
          await prove(await OutboxUnderTest.open(opened));
        } finally {
          await opened.close?.();
        }
      },
    })),
  );
}
