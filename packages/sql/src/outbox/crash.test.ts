import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { createRelay } from '@scimkit/core';
import { expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { list, modelOf, scopeOf, temporaryFolder } from '../test-support/tenant.ts';

const file = temporaryFolder();
const user = modelOf('User');
const child = join(import.meta.dirname, '../test-support/outbox-child.ts');
const flags = ['--conditions=@scimkit/source', '--disable-warning=ExperimentalWarning'];

/** Runs a process until it has said so much, kills it, and gives all that it has said. */
async function killedAfter(
  lines: number,
  work: 'write' | 'deliver',
  path: string,
): Promise<readonly string[]> {
  const running = spawn(process.execPath, [...flags, child, work, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => running.once('close', resolve));
  const said: string[] = [];
  for await (const line of createInterface({ input: running.stdout })) {
    said.push(line);
    if (said.length === lines) running.kill('SIGKILL');
  }
  await ended;
  expect(running.signalCode).toBe('SIGKILL');
  return said;
}

it('whatever is killed, between a commit and its delivery or between a delivery and its note, nothing is lost', async () => {
  const path = file('crash.db');
  const before = createSqlStore({ sqlite: path });
  await before.migrate();
  await before.close();

  const written = [...(await killedAfter(30, 'write', path)), ...(await killedAfter(30, 'write', path))];
  const delivered = [
    ...(await killedAfter(20, 'deliver', path)),
    ...(await killedAfter(20, 'deliver', path)),
  ];

  const store = createSqlStore({ sqlite: path });
  const relay = createRelay({
    outbox: store.outbox,
    deliver: ({ kind, resourceId }) => void delivered.push(`${kind} ${resourceId}`),
    // The leases of the dead have run out by then.
    now: () => Date.now() + 3_600_000,
  });
  expect((await relay.runOnce()).failed).toBe(0);

  const { resources } = await list(store, scopeOf('t'), user);
  const ids = resources.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(written));
  const changed = resources.filter(({ document }) => document.title === 'x').map(({ id }) => id);
  // At least once each, nothing of what was not committed, and the first time in order.
  expect(new Set(delivered)).toEqual(
    new Set([...ids.map((id) => `created ${id}`), ...changed.map((id) => `updated ${id}`)]),
  );
  for (const id of changed) {
    expect(delivered.indexOf(`created ${id}`)).toBeLessThan(delivered.indexOf(`updated ${id}`));
  }
  await store.close();
});
