import type { Case } from '../cases/case.ts';
import type { Plan } from '../options.ts';
import type { Contender } from './contender.ts';
import { median } from './statistics.ts';

/** Fewer than over HTTP: without a network in between, rounds differ less. */
const fewer = 2;
/** Operations in the first batch, which tells how many fit into the others. */
const probe = 50;

/** Measures `server.handle()` for a case: what the library costs without HTTP, in microseconds of CPU time. */
export async function measureHandle(of: Case, contender: Contender, plan: Plan): Promise<number> {
  const run = async (count: number): Promise<number> => {
    const requests = Array.from({ length: count }, () => contender.nextRequest(of));
    const { microseconds } = await contender.process.ask('handle', { requests, statuses: of.statuses });
    return microseconds / count;
  };
  const first = await run(probe);
  const left = ((of.supply?.(contender.directory) ?? Number.POSITIVE_INFINITY) * 0.2) / (plan.rounds + 2);
  const count = Math.max(1, Math.min(5_000, Math.floor(left), Math.floor((plan.load * 1000) / first)));
  await run(count);
  const rounds: number[] = [];
  for (let round = 0; round < plan.rounds - fewer; round++) rounds.push(await run(count));
  return median(rounds);
}
