import type { Case } from '../cases/case.ts';
import type { Connection } from '../client/connection.ts';
import { runSlice, type Slice, type SliceLimits } from '../client/run-slice.ts';
import type { Plan } from '../options.ts';
import type { Contender } from './contender.ts';
import type { Measured } from './results.ts';
import { median } from './statistics.ts';

/** A server whose single request takes longer than this, in milliseconds, is asked a few times only. */
const slow = 150;
/** The time a slow server may take for a case, in milliseconds. Who needs longer for one request is asked once. */
const patience = 2_000;
/** A server that has done nothing yet is compiled while it runs, so its first case gets so many times the warm-up. */
const coldFactor = 5;

interface Turn {
  readonly contender: Contender;
  readonly connections: readonly Connection[];
  readonly rounds: number;
  /** Requests in a slice; one for a slow server. */
  readonly requests: number;
  readonly cpu: number[];
  readonly latencies: number[];
  counted: number;
}

/**
 * Measures a case. The servers take turns in small rounds, so that whatever else the machine does meets all of them
 * alike; a round begins with another server each time.
 */
export async function measureCase(
  of: Case,
  contenders: readonly Contender[],
  plan: Plan,
): Promise<Measured[]> {
  const turns: Turn[] = [];
  for (const contender of contenders) turns.push(await prepare(of, contender, plan));
  for (let round = 0; round < plan.rounds; round++) {
    for (let place = 0; place < turns.length; place++) {
      const turn = turns[(place + round) % turns.length];
      if (turn !== undefined && round < turn.rounds) await takeTurn(of, turn, plan);
    }
  }
  for (const { connections } of turns) for (const connection of connections) connection.close();
  return turns.map(({ contender, cpu, latencies, counted }) => ({
    competitor: contender.process.name,
    requests: counted,
    p50: median(latencies),
    cpu: median(cpu),
    rounds: cpu,
  }));
}

/** Sees to it that the server does what is asked, and warms it up. */
async function prepare(of: Case, contender: Contender, plan: Plan): Promise<Turn> {
  const before = await contender.process.ask('cpu', {});
  const { request, status, text, milliseconds } = await contender.try(of);
  const after = await contender.process.ask('cpu', {});
  // The fixed server answers with what another one was asked.
  const isRightAnswer = contender.process.name === 'fixed-express' || of.isRight(text, request);
  if (!of.statuses.includes(status) || !isRightAnswer) {
    throw new Error(`${contender.process.name}, ${of.name}: wrong answer ${status}: ${text.slice(0, 300)}`);
  }
  const isSlow = milliseconds > slow;
  const connections = await contender.connect(isSlow ? 1 : plan.connections);
  const rounds = isSlow ? Math.min(plan.rounds, Math.floor(patience / milliseconds)) : plan.rounds;
  // Warm-up counts as two turns; what is left is for running the case without HTTP and for profiles.
  const share = (of.supply?.(contender.directory) ?? Number.POSITIVE_INFINITY) * 0.6;
  const requests = isSlow ? 1 : Math.floor(share / (2 * plan.rounds + 2));
  const turn: Turn = { contender, connections, rounds, requests, cpu: [], latencies: [], counted: 0 };
  if (rounds === 0) {
    turn.cpu.push(after.microseconds - before.microseconds);
    turn.latencies.push(milliseconds * 1000);
    turn.counted = 1;
  }
  if (!isSlow) {
    const warmup = contender.isCold ? plan.warmup * coldFactor : plan.warmup;
    await slice(of, turn, connections, { milliseconds: warmup, requests: requests * 2 });
    contender.isCold = false;
  }
  return turn;
}

async function takeTurn(of: Case, turn: Turn, plan: Plan): Promise<void> {
  const { contender, connections, requests } = turn;
  const before = await contender.process.ask('cpu', {});
  const load = await slice(of, turn, connections, { milliseconds: plan.load, requests });
  const after = await contender.process.ask('cpu', {});
  turn.cpu.push((after.microseconds - before.microseconds) / load.requests);
  turn.counted += load.requests;
  if (requests === 1) {
    turn.latencies.push(...load.latencies);
    return;
  }
  const calm = await slice(of, turn, connections.slice(0, 1), { milliseconds: plan.calm, requests });
  turn.latencies.push(...calm.latencies);
  turn.counted += calm.requests;
}

function slice(
  of: Case,
  { contender }: Turn,
  connections: readonly Connection[],
  limits: SliceLimits,
): Promise<Slice> {
  const isRight = (status: number): boolean => of.statuses.includes(status);
  return runSlice(connections, () => contender.nextText(of), isRight, limits).catch((error: unknown) => {
    throw new Error(`${contender.process.name}, ${of.name}: ${String(error)}`, { cause: error });
  });
}
