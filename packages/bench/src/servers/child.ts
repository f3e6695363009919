import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { Recorder } from '../profile/recorder.ts';
import type { Competitor } from './competitor.ts';
import { competitors } from './competitors.ts';
import { handleAll } from './handle-all.ts';
import type { Asked, ChildArguments, Kind, Questions, Told } from './messages.ts';

// A server process: `node child.ts '{"competitor": …}'`, started by the benchmark with a channel to it.

const given = JSON.parse(process.argv[2] ?? '{}') as ChildArguments; // written by spawn-server.ts
const start = await competitors[given.competitor]();
const competitor = await start(given);
const server = createServer(competitor.listener);
// Connections rest while the others have their turn.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const startup = performance.now();
const recorder = new Recorder();

type Answer = { readonly [K in Kind]: (asked: Questions[K]['ask']) => Promise<Questions[K]['answer']> };

const answers: Answer = {
  state: async () => {
    const { port } = server.address() as AddressInfo; // it listens on TCP
    global.gc?.();
    const { heapUsed: heap, rss: resident } = process.memoryUsage();
    return { port, startup, heap, resident };
  },
  fill: async () => ({ directory: await fillIt(competitor) }),
  fix: async ({ answers }) => {
    competitor.fix?.(answers);
    return {};
  },
  cpu: async () => ({ microseconds: cpuTime() }),
  handle: async ({ requests, statuses }) => {
    if (competitor.handle === undefined) throw new Error(`${given.competitor} answers only HTTP.`);
    const before = cpuTime();
    await handleAll(competitor.handle, requests, statuses);
    return { microseconds: cpuTime() - before };
  },
  record: async () => {
    await recorder.start();
    return {};
  },
  recorded: async () => ({ profile: await recorder.stop() }),
};

async function fillIt({ fill, settle }: Competitor) {
  const directory = await fill?.(given.sizes);
  settle?.();
  // What filling left behind is not the first request's to clean up.
  global.gc?.();
  return directory ?? null;
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function tell(told: Told): void {
  process.send?.(told);
}

process.on('message', (message) => {
  const asked = message as Asked; // only server-process.ts writes to the channel
  // The table pairs each kind of question with a function of exactly that kind.
  const answer = answers[asked.kind] as (asked: Asked) => Promise<Questions[Kind]['answer']>;
  answer(asked).then(
    (answer) => tell({ kind: 'answer', answer }),
    (error: unknown) =>
      tell({ kind: 'failed', reason: String(error instanceof Error ? error.stack : error) }),
  );
});
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ready' });
