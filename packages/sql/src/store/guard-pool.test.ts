import { EventEmitter } from 'node:events';
import process from 'node:process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { joinPg } from '../join/join-pg.ts';
import { StatementNames } from '../statements/statement-names.ts';
import { guardPool } from './guard-pool.ts';

/** A client that a pool of node-postgres lends again and again. */
class Client extends EventEmitter {
  released = 0;
  async query(): Promise<never> {
    throw new TypeError('Nobody asks.');
  }
  release(): void {
    this.released += 1;
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
