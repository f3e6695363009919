import type { Directory } from '../dataset/directory.ts';
import type { ChildArguments } from '../servers/messages.ts';
import { Contender } from './contender.ts';
import type { StateResult } from './results.ts';
import { ServerProcess } from './server-process.ts';

/** A server that is up and filled, and what that took. */
export interface Opened {
  readonly contender: Contender;
  readonly state: StateResult;
}

/** Starts a server. They start one after the other, so that each start has the machine for itself. */
export async function startServer(given: ChildArguments) {
  const process = await ServerProcess.start(given);
  return { process, given, empty: await process.ask('state', {}) };
}

/**
 * Fills a server that was started.
 *
 * @param made - What another server made, for one that was given the same data.
 */
export async function fillServer(
  { process, given, empty }: Awaited<ReturnType<typeof startServer>>,
  made?: Directory,
): Promise<Opened> {
  const since = performance.now();
  const own = (await process.ask('fill', {})).directory;
  const filling = performance.now() - since;
  const directory = own ?? made;
  if (directory === undefined) throw new Error(`${process.name} has nothing in it.`);
  const { port, heap, resident } = await process.ask('state', {});
  const { sizes } = given;
  const users = sizes.small + sizes.large + sizes.spare;
  const bytesOfUser = own === null ? undefined : Math.max(0, heap - empty.heap) / users;
  return {
    contender: new Contender(process, port, directory),
    state: {
      competitor: process.name,
      startup: empty.startup,
      heap,
      resident,
      filling,
      ...(bytesOfUser === undefined ? {} : { bytesOfUser }),
    },
  };
}
