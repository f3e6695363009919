import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { issueToken, StoreError } from '@scimkit/core';
import { expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { expectRefusal, group, reads, user, writes } from '../test-support/scim-bodies.ts';
import { askWith, clientOf } from '../test-support/scim-client.ts';
import { temporaryFolder } from '../test-support/tenant.ts';

const file = temporaryFolder();
/** An account that owns nothing: `nobody`. */
const stranger = 65_534;

/** A database with a user and a group in a folder of its own. */
async function fill(name: string) {
  const folder = file(name);
  mkdirSync(folder);
  const path = join(folder, 'scim.db');
  const store = createSqlStore({ sqlite: path });
  await store.migrate();
  const ask = await clientOf(store, 'acme');
  const userId: string = (await ask('POST', '/Users', user('jo'))).body.id;
  const groupId: string = (await ask('POST', '/Groups', group('Staff', [userId]))).body.id;
  return { path, store, userId, groupId };
}

/**
 * Takes the right to write from the file, those beside it and their folder, and works as somebody who has no other:
 * permissions mean nothing to root.
 */
async function withoutRight<T>(path: string, work: () => Promise<T>): Promise<T> {
  const folder = dirname(path);
  const files = readdirSync(folder).map((name) => join(folder, name));
  const isRoot = process.geteuid?.() === 0;
  for (const each of files) chmodSync(each, 0o444);
  chmodSync(folder, 0o555);
  // The folder around it is the test's own, and private.
  if (isRoot) chmodSync(dirname(folder), 0o755);
  if (isRoot) process.seteuid?.(stranger);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o755);
    for (const each of readdirSync(folder)) chmodSync(join(folder, each), 0o644);
  }
}

/** Another process that has a database open and may write to it: it runs one statement for each line it is told. */
async function writerOf(path: string) {
  const program = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(process.argv[1]);
    const run = (text) => { database.exec(text); console.log('done'); };
    run('select count(*) from scim_type');
    require('node:readline').createInterface({ input: process.stdin }).on('line', run);`;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '-e', program, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answered = () => new Promise((resolve) => child.stdout.once('data', resolve));
  await answered();
  return {
    run: async (text: string) => {
      const done = answered();
      child.stdin.write(`${text}\n`);
      await done;
    },
    end: () => {
      child.stdin.end();
      return new Promise((resolve) => child.once('close', resolve));
    },
  };
}

it('a file that another process writes, and this one may not: reads are served, writes are 503 with a reason in the log', async () => {
  const { path, store: before, userId, groupId } = await fill('in-use');
  const { token } = await issueToken(before, { org: 'acme' });
  const writer = await writerOf(path);
  await before.close();
  const faults: unknown[] = [];
  await withoutRight(path, async () => {
    const store = createSqlStore({ sqlite: path });
    const ask = askWith(store, 'acme', token, { cacheSeconds: 0, report: (error) => faults.push(error) });
    for (const [method, at] of reads(userId, groupId)) expect((await ask(method, at)).status).toBe(200);
    expect(faults).toEqual([]);
    const refused = writes(userId, groupId);
    for (const [method, at, body] of refused) expectRefusal(await ask(method, at, body));
    expect(faults).toHaveLength(refused.length);
    for (const fault of faults)
      expect(fault).toMatchObject({ code: 'unavailable', message: expect.stringMatching(/read-only/) });
    // What the other writes is seen.
    expect((await ask('GET', `/Groups/${groupId}`)).body.members).toHaveLength(1);
    await writer.run('delete from scim_member');
    expect((await ask('GET', `/Groups/${groupId}`)).body.members ?? []).toEqual([]);
    await store.close();
  });
  await writer.end();
});

it('a file with a write-ahead log that nobody has open: refused, with a sentence about the folder', async () => {
  const { path, store } = await fill('closed');
  await store.close();
  await withoutRight(path, async () => {
    const refusal = catching(() => createSqlStore({ sqlite: path }));
    expect(refusal).toBeInstanceOf(StoreError);
    expect(refusal).toMatchObject({ code: 'unavailable', message: expect.stringContaining(path) });
    expect(String(refusal)).toMatch(/folder of the SQLite database may not be written to/);
    const database = new DatabaseSync(path, { readOnly: true });
    const reading = createSqlStore({ sqlite: database }).tenantBySlug('acme');
    await expect(reading).rejects.toMatchObject({
      message: expect.stringMatching(/folder of the SQLite database/),
    });
    database.close();
  });
});

it('a copy made by `vacuum into` is read without any right to write, and writes are refused', async () => {
  const { path, store, userId, groupId } = await fill('copied');
  const { token } = await issueToken(store, { org: 'acme' });
  await store.close();
  const folder = file('copy');
  mkdirSync(folder);
  const copy = join(folder, 'scim.db');
  const source = new DatabaseSync(path);
  source.exec(`vacuum into '${copy}'`);
  source.close();
  await withoutRight(copy, async () => {
    const database = new DatabaseSync(copy, { readOnly: true });
    const reader = createSqlStore({ sqlite: database });
    expect(await reader.migrate().catch((error: unknown) => error)).toMatchObject({ code: 'unavailable' });
    await reader.check();
    const ask = askWith(reader, 'acme', token);
    for (const [method, at] of reads(userId, groupId)) expect((await ask(method, at)).status).toBe(200);
    for (const [method, at, body] of writes(userId, groupId)) expectRefusal(await ask(method, at, body));
    // A path would be opened with a write-ahead log, which this copy has not.
    expect(catching(() => createSqlStore({ sqlite: copy }))).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/is read-only/),
    });
    database.close();
  });
});

function catching(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
