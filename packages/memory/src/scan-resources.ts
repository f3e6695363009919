import { type FilterNode, matches, type Scope, type Stored, type Want } from '@scimkit/core';
import { Pace, pause } from './pace.ts';
import { present } from './present.ts';
import type { Session } from './session.ts';
import type { TenantData } from './tenant-data.ts';
import { wantFor } from './want-for.ts';

/** So many resources are fetched at a time; in between, the set may change. */
const batchSize = 64;

interface Batch {
  readonly found: readonly Stored[];
  /** The last id that was looked at; absent when there are no more. */
  readonly last?: string;
  readonly tired: boolean;
}

/** Hands out every resource that matches, in the order of ids, a batch at a time. */
export async function* scanResources(
  session: Session,
  scope: Scope,
  type: string,
  filter: FilterNode | undefined,
  want: Want,
): AsyncGenerator<Stored, void> {
  let after: string | undefined;
  do {
    const batch: Batch = await session.run(scope, (tenant) => nextBatch(tenant, type, filter, want, after));
    yield* batch.found;
    after = batch.last;
    if (batch.tired) await pause();
  } while (after !== undefined);
}

/** Finding the place by id makes it right whatever has been added or removed since the last batch. */
function nextBatch(
  tenant: TenantData,
  type: string,
  filter: FilterNode | undefined,
  want: Want,
  after: string | undefined,
): Batch {
  const { order } = tenant.table(type);
  const needed = wantFor(filter);
  const found: Stored[] = [];
  const pace = new Pace();
  let index = after === undefined ? 0 : order.through(after);
  for (let slot = order.at(index); slot !== undefined; slot = order.at(index)) {
    index += 1;
    if (filter === undefined || matches(filter, present(slot, needed))) found.push(present(slot, want));
    const tired = pace.spent();
    if (tired || found.length === batchSize) return { found, last: slot.id, tired };
  }
  return { found, tired: false };
}
