import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Case } from '../cases/case.ts';
import { runSlice } from '../client/run-slice.ts';
import type { Contender } from '../harness/contender.ts';
import type { Plan } from '../options.ts';
import { summarize } from './summarize.ts';

const milliseconds = 1_500;
const shown = 25;

/**
 * Profiles a server while it runs a case, after it has been measured.
 *
 * @returns The functions that cost most, as text; the whole profile is written to the folder, for `chrome://inspect`.
 */
export async function profileCase(
  of: Case,
  contender: Contender,
  plan: Plan,
  folder: string,
): Promise<string> {
  const connections = await contender.connect(plan.connections);
  const requests = Math.max(
    1,
    Math.floor((of.supply?.(contender.directory) ?? Number.POSITIVE_INFINITY) * 0.2),
  );
  const isRight = (status: number): boolean => of.statuses.includes(status);
  await contender.process.ask('record', {});
  const slice = await runSlice(connections, () => contender.nextText(of), isRight, {
    milliseconds,
    requests,
  });
  const { profile } = await contender.process.ask('recorded', {});
  for (const connection of connections) connection.close();

  const name = `${contender.process.name}-${of.name}`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  const cost = (microseconds: number): string => (microseconds / slice.requests).toFixed(2).padStart(8);
  const lines = summarize(profile)
    .slice(0, shown)
    .map(({ where, self, total }) => `${cost(self)}  ${cost(total)}  ${where}`);
  return [`${name}: µs for a request (${slice.requests}), alone and with what it called`, ...lines].join(
    '\n',
  );
}
