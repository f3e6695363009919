import { createUuidV7 } from '@scimkit/core';
import { Kysely, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { onServers } from '../test-support/engines.ts';
import { create, documentOnly, modelOf, nextOf, scopeOf } from '../test-support/tenant.ts';

const scope = scopeOf('t');
const user = modelOf('User');
const at = 1_700_000_000_000;
const leaseMs = 90_000;

describe('an event behind one that is being settled', () => {
  if (onServers.length === 0) {
    it('no server is there, so relays do not meet; CONTRIBUTING.md says how to start some', () => {
      expect(onServers).toEqual([]);
    });
  }

  it.each(onServers)('%s: is not put off, for whoever settles may not have seen it', async (_, start) => {
    const database = await start();
    const store = database.open({ outbox: true });
    await store.migrate();
    const event = () => ({ id: createUuidV7(), kind: 'User.x', data: {} });
    const draft = { ...nextOf(user, { schemas: [user.schema], userName: 'jo' }), at };
    const { id } = (await store.create(scope, 'User', draft, event)).after;
    const first = await store.outbox.claim({ limit: 10, leaseMs, now: at });
    expect(first).toHaveLength(1);
    const table = database.schema === undefined ? 'scim_outbox' : `${database.schema}.scim_outbox`;
    const other = new Kysely<unknown>({ dialect: database.dialect() });
    await other
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (transaction) => {
        // Delivered and not committed: so far has another relay come that saw nothing behind it.
        await sql`delete from ${sql.table(table)}`.execute(transaction);
        await store.update(scope, 'User', id, {
          at,
          deltas: [],
          want: documentOnly,
          next: ({ document }) => nextOf(user, { ...document, title: 'x' }),
          event,
        });
        expect(await store.outbox.claim({ limit: 10, leaseMs, now: at + 1 })).toEqual([]);
      });
    expect(await store.outbox.claim({ limit: 10, leaseMs, now: at + 2 })).toHaveLength(1);
    await database.end();
  });

  it.each(onServers)(
    '%s: is put off behind one that is only leased, and due when that is done',
    async (_, start) => {
      const database = await start();
      const store = database.open({ outbox: true });
      await store.migrate();
      const event = () => ({ id: createUuidV7(), kind: 'User.x', data: {} });
      const { id } = (await create(store, scope, user, { userName: 'jo' })).after;
      const change = (title: string) =>
        store.update(scope, 'User', id, {
          at,
          deltas: [],
          want: documentOnly,
          next: ({ document }) => nextOf(user, { ...document, title }),
          event,
        });
      await change('x');
      const first = await store.outbox.claim({ limit: 10, leaseMs, now: at });
      await change('y');
      expect(await store.outbox.claim({ limit: 10, leaseMs, now: at + 1 })).toEqual([]);
      const due = 'select count(*) as n from @outbox where due_at <= ';
      expect(Number((await database.query(`${due}${at + 1}`))[0]?.n), 'put off').toBe(0);
      await store.outbox.done(first, at + 2);
      expect(await store.outbox.claim({ limit: 10, leaseMs, now: at + 3 })).toHaveLength(1);
      await database.end();
    },
  );
});
