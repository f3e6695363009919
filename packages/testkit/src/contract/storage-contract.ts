import { abortRules } from './abort-rules.ts';
import { concurrencyRules } from './concurrency-rules.ts';
import type { ContractCase, OpenResourceStore } from './contract-case.ts';
import { documentRules } from './document-rules.ts';
import { filterRules } from './filter-rules.ts';
import { isolationRules } from './isolation-rules.ts';
import { memberPageRules } from './member-page-rules.ts';
import { membershipRules } from './membership-rules.ts';
import { pagingRules } from './paging-rules.ts';
import { casesOf, type Rule } from './rule.ts';
import { scanRules } from './scan-rules.ts';
import { singleMemberRules } from './single-member-rules.ts';
import { sizeRules } from './size-rules.ts';
import { sortingRules } from './sorting-rules.ts';
import { transactionRules } from './transaction-rules.ts';
import { uniquenessRules } from './uniqueness-rules.ts';
import { updateRules } from './update-rules.ts';

const topics: readonly (readonly [topic: string, rules: readonly Rule[]])[] = [
  ['isolation', isolationRules],
  ['documents', documentRules],
  ['changes', updateRules],
  ['uniqueness', uniquenessRules],
  ['memberships', membershipRules],
  ['single members', singleMemberRules],
  ['member pages', memberPageRules],
  ['paging', pagingRules],
  ['sorting', sortingRules],
  ['filters', filterRules],
  ['scans', scanRules],
  ['transactions', transactionRules],
  ['concurrency', concurrencyRules],
  ['signals', abortRules],
  ['large sets', sizeRules],
];

/**
 * The contract of the storage port as runnable cases: what every store has to do, and what it has to do because it says
 * so in `supports`. There is no list of exceptions: a store that cannot do something says so and is not asked.
 *
 * @param open - Opens a store for one case. It may be the same every time; each case makes its own tenants.
 * @returns The cases, for {@link bindContract} or a runner of your own.
 * @example
 * ```ts
 * import { createMemoryStore } from '@scimkit/memory';
 * import { storageContract } from '@scimkit/testkit';
 *
 * for (const { topic, name, run } of storageContract(() => ({ store: createMemoryStore() }))) {
 *   await run();
 *   console.log(`${topic}: ${name}`);
 * }
 * ```
 */
export function storageContract(open: OpenResourceStore): readonly ContractCase[] {
  return topics.flatMap(([topic, rules]) => casesOf(topic, rules, open));
}
