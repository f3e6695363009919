import type { BenchRequest } from '../cases/case.ts';
import type { Competitor } from './competitor.ts';

/** Runs requests one after the other. */
export async function handleAll(
  handle: NonNullable<Competitor['handle']>,
  requests: readonly BenchRequest[],
  statuses: readonly number[],
): Promise<void> {
  for (const request of requests) {
    const status = await handle(request);
    if (!statuses.includes(status)) throw new Error(`${request.method} ${request.path} gave ${status}.`);
  }
}
