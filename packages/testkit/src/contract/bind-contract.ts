import type { ContractCase } from './contract-case.ts';

/** The part of a test runner that is needed: vitest, Mocha, Jest and `node:test` have it. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/**
 * Registers the cases of a contract with a test runner, grouped by topic.
 *
 * @param runner - `describe` and `it`.
 * @param cases - What {@link storageContract} or {@link connectionContract} made.
 * @example
 * ```ts
 * import { createMemoryStore } from '@scimkit/memory';
 * import { bindContract, storageContract } from '@scimkit/testkit';
 * import { describe, it } from 'vitest';
 *
 * bindContract({ describe, it }, storageContract(() => ({ store: createMemoryStore() })));
 * ```
 */
export function bindContract({ describe, it }: Runner, cases: readonly ContractCase[]): void {
  for (const topic of new Set(cases.map((each) => each.topic))) {
    describe(topic, () => {
      for (const { name, run } of cases.filter((each) => each.topic === topic)) it(name, run);
    });
  }
}
