import assert from 'node:assert/strict';
import { type FilterNode, matches, printFilter, relaxFilter, type Stored } from '@scimkit/core';
import { documentOnly, type TenantUnderTest } from './tenant-under-test.ts';

/**
 * Holds a store to a filter, in the way core uses it: what the store calls exact is listed, everything else is scanned
 * for by what is left of the filter, and has to contain every match.
 *
 * @param resources - All resources of the type, with everything loaded.
 */
export async function checkFilter(
  tenant: TenantUnderTest,
  type: string,
  filter: FilterNode,
  resources: readonly Stored[],
): Promise<void> {
  const expected = resources.filter((stored) => matches(filter, stored)).map(({ id }) => id);
  const { pushed, exact } = relaxFilter(filter, tenant.store.supports);
  const scanned = new Set<string>();
  for await (const { id } of tenant.store.scan(tenant.scope, type, pushed, documentOnly)) scanned.add(id);
  for (const id of expected)
    assert(scanned.has(id), `The scan for ${printFilter(filter)} misses ${nameOf(resources, id)}.`);
  if (!exact) return;
  const page = await tenant.list(type, { filter });
  const found = page.resources.map(({ id }) => id);
  assert.deepEqual(
    found.map((id) => nameOf(resources, id)),
    expected.map((id) => nameOf(resources, id)),
    `${printFilter(filter)} finds the wrong resources.`,
  );
  assert.equal(page.total, expected.length, `${printFilter(filter)} has the wrong total.`);
}

/** What a failure should show: the document, cut to a readable length. */
function nameOf(resources: readonly Stored[], id: string): string {
  const document = resources.find((stored) => stored.id === id)?.document;
  return JSON.stringify(document ?? id).slice(0, 500);
}
