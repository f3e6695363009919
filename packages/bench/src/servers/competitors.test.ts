import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../cases/cases.ts';
import type { Directory } from '../dataset/directory.ts';
import { tinySizes as sizes } from '../dataset/sizes.ts';
import { Contender } from '../harness/contender.ts';
import { type CompetitorName, competitors } from './competitors.ts';

// The benchmark compares servers that do the same work. Here it is seen that they do.

const closing: (() => Promise<unknown>)[] = [];
const contenders = new Map<CompetitorName, Contender>();

async function open(name: CompetitorName, file: string, made?: Directory): Promise<Contender> {
  const start = await competitors[name]();
  const competitor = await start({ sizes, file });
  const server = createServer(competitor.listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const directory = (await competitor.fill?.(sizes)) ?? made;
  competitor.settle?.();
  if (directory === undefined) throw new Error(`${name} has nothing in it.`);
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const process = { name, ask: () => Promise.reject(new Error('There is no process.')) };
  const contender = new Contender(process, port, directory);
  contenders.set(name, contender);
  return contender;
}

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'scimkit-bench-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['hand-written', 'scimkit-node', 'scimkit-express', 'scimmy'] as const)
    await open(name, '');
  const { directory } = await open('scimkit-sqlite', join(folder, 'one.db'));
  await cp(join(folder, 'one.db'), join(folder, 'two.db'));
  await open('hand-written-sqlite', join(folder, 'two.db'), directory);
});

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

function of(name: CompetitorName): Contender {
  const contender = contenders.get(name);
  if (contender === undefined) throw new Error(`${name} was not started.`);
  return contender;
}

/** An answer without what differs between servers and runs: addresses, ids, times and versions. */
function comparable(text: string): unknown {
  const plain = text
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'ORIGIN')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/W\/\\"\w+\\"/g, 'VERSION');
  return plain === '' ? undefined : JSON.parse(plain);
}

const all = Object.keys(competitors).filter((name) => name !== 'fixed-express') as CompetitorName[];

describe.each(cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
  type Answer = Awaited<ReturnType<Contender['try']>>;
  const answers = new Map<CompetitorName, Answer>();
  const answerOf = (name: CompetitorName): Answer => {
    const answer = answers.get(name);
    if (answer === undefined) throw new Error(`${name} was not asked.`);
    return answer;
  };

  beforeAll(async () => {
    for (const name of all) answers.set(name, await of(name).try(each));
  });

  it.each(all)('is done by %s', (name) => {
    const { request, status, text } = answerOf(name);
    expect(each.statuses).toContain(status);
    expect(each.isRight(text, request), text.slice(0, 500)).toBe(true);
  });

  it.each([
    ['scimkit-node', 'hand-written'],
    ['scimkit-express', 'hand-written'],
    ['scimkit-sqlite', 'hand-written-sqlite'],
  ] as const)('has the same answer from %s as from %s', (ours, theirs) => {
    const [one, other] = [answerOf(ours), answerOf(theirs)];
    expect(one.status).toBe(other.status);
    expect(comparable(one.text)).toEqual(comparable(other.text));
  });
});
