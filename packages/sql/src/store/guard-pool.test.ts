import { EventEmitter } from 'node:events';
import process from 'node:process';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { toStoreError } from '../dialects/postgres-errors.ts';
import { joinPg } from '../join/join-pg.ts';
import { StatementNames } from '../statements/statement-names.ts';
import { guardPool } from './guard-pool.ts';

/** A client that a pool of node-postgres lends again and again. */
class Client extends EventEmitter {
  /** What it was released with, each time. */
  readonly released: unknown[] = [];
  /** What a statement fails with. */
  failure: unknown = new TypeError('Nobody asks.');
  async query(): Promise<never> {
    throw this.failure;
  }
  release(destroy?: unknown): void {
    this.released.push(destroy);
  }
}

/** A pool as node-postgres has it, of one client. */
class Pool extends EventEmitter {
  readonly options = {};
  readonly client = new Client();
  async connect() {
    return this.client as never;
  }
  async end(): Promise<void> {}
}

const warnings: Error[] = [];
const note = (warning: Error): void => void warnings.push(warning);
beforeEach(() => void process.on('warning', note));
afterEach(() => void process.off('warning', note));

it('many stores on one pool listen once to each of its clients, and Node warns of no leak', async () => {
  const pool = new Pool();
  for (let store = 0; store < 50; store += 1) {
    const guarded = guardPool(pool as never, new StatementNames());
    for (let request = 0; request < 3; request += 1) (await guarded.connect()).release();
  }
  // Warnings come a tick later.
  await new Promise((resolve) => setImmediate(resolve));
  expect(warnings).toEqual([]);
  expect(pool.listenerCount('error')).toBe(1);
  expect(pool.client.listenerCount('error')).toBe(1);
  // Nobody else listens, and the process goes on.
  pool.client.emit('error', new Error('terminating connection due to administrator command'));
  pool.emit('error', new Error('terminating connection due to administrator command'));
});

it('a pool that somebody listens to keeps that listener alone', () => {
  const pool = new Pool();
  const heard: Error[] = [];
  pool.on('error', (error) => heard.push(error));
  guardPool(pool as never, new StatementNames());
  expect(pool.listenerCount('error')).toBe(1);
  pool.emit('error', new Error('gone'));
  expect(heard).toHaveLength(1);
});

it('a client that the application has lent and joined does not end the process either, and is listened to once', () => {
  const client = new Client();
  for (let transaction = 0; transaction < 20; transaction += 1) joinPg(client);
  expect(client.listenerCount('error')).toBe(1);
  client.emit('error', new Error('terminating connection due to administrator command'));
});

it.each([
  ['named', 'select 1 from the_named'],
  ['unnamed', 'select 1'],
])(
  'a client whose %s statement got no answer does not go back to the pool; a refusal is an answer',
  async (_, text) => {
    const pool = new Pool();
    const names = new StatementNames();
    vi.spyOn(names, 'of').mockImplementation((asked) => (asked.includes('named') ? 'a_name' : undefined));
    const use = async (failure: unknown): Promise<unknown> => {
      pool.client.failure = failure;
      const client = await guardPool(pool as never, names).connect();
      await expect(client.query(text, [])).rejects.toBe(failure);
      client.release();
      return pool.client.released.pop();
    };
    expect(await use(Object.assign(new Error('duplicate key'), { code: '23505' }))).toBeFalsy();
    expect(await use(new Error('Query read timeout'))).toBe(true);
    expect(await use(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))).toBe(true);
    const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    expect(await use(broken)).toBe(true);
    expect(toStoreError(broken).message).toMatch(/^PostgreSQL cannot be reached/);
  },
);
