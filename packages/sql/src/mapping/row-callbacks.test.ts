import { type CompiledQuery, Kysely, sql } from 'kysely';
import { expect, it, onTestFinished, vi } from 'vitest';
import { NodeSqliteDialect } from '../node-sqlite/node-sqlite-dialect.ts';
import { create, documentOnly, modelOf, nextOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import type { RowCallbacks } from './definition.ts';
import type { UserMapping } from './mapping.ts';
import { accounts, openOther } from './test-support/other-schema.ts';

const model = modelOf('User');
const scope = { tenant: 'acme', connection: 'c', principal: 'p' };

/** A statement as any query builder makes it. */
function compiled(text: string, parameters: readonly unknown[]): CompiledQuery<Record<string, unknown>> {
  return { sql: text, parameters, query: sql`x`.toOperationNode(), queryId: { queryId: text } };
}

async function open(rows: RowCallbacks<Record<string, unknown>>) {
  const database = openOther();
  const users: UserMapping = { ...accounts, rows };
  const store = createMappedStore({ sqlite: database, users });
  await store.migrate();
  return { database, store };
}

it('lets the application make, change and remove its rows, inside the transaction', async () => {
  const calls: string[] = [];
  const { database, store } = await open({
    create: async (values, { execute, document, at }) => {
      calls.push(`create ${String(document.userName)} at ${at}`);
      const insert =
        'insert into account (uid, org, login, made, changed) values (?, ?, ?, ?, ?) returning uid';
      const { org, login, made, changed } = values;
      const [row] = await execute(compiled(insert, ['account-1', org, login, made, changed]));
      return String(row?.uid);
    },
    update: async (id, patch, { execute }) => {
      calls.push(`update ${id} ${Object.keys(patch).sort().join()}`);
      await execute(
        compiled('update account set given = ?, changed = ? where uid = ?', [patch.given, patch.changed, id]),
      );
    },
    remove: async (id, { execute }) => {
      calls.push(`remove ${id}`);
      await execute(compiled('delete from account where uid = ?', [id]));
    },
  });
  const { after } = await create(store, scope, model, { userName: 'jo', title: 'x' }, { at: 5 });
  expect(after.id).toBe('account-1');
  const name = { givenName: 'Jo' };
  const change = {
    at: 6,
    deltas: [],
    want: documentOnly,
    next: () => nextOf(model, { ...after.document, name }),
  };
  const applied = await store.update(scope, 'User', after.id, change);
  expect(applied?.after.document).toEqual({ ...after.document, name });
  await store.remove(scope, 'User', after.id, { at: 7 });
  expect(calls).toEqual(['create jo at 5', 'update account-1 changed,given', 'remove account-1']);
  expect(database.prepare('select count(*) as n from account').get()?.n).toBe(0);
  expect(database.prepare('select count(*) as n from scim_link').get()?.n).toBe(0);
});

it('undoes everything when the application refuses', async () => {
  const { database, store } = await open({
    create: async (values, { execute }) => {
      const insert = 'insert into account (uid, org, login, made, changed) values (?, ?, ?, 0, 0)';
      await execute(compiled(insert, ['account-1', values.org, values.login]));
      throw new Error('No seats left.');
    },
  });
  await expect(create(store, scope, model, { userName: 'jo' })).rejects.toThrow('No seats left.');
  expect(database.prepare('select count(*) as n from account').get()?.n).toBe(0);
});

const insert = 'insert into account (uid, org, login, made, changed) values (?, ?, ?, 0, 0)';

it('undoes what the application did with the transaction it was done in, and nothing of anybody else', async () => {
  const { database, store } = await open({
    create: async (values, { execute }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await execute(compiled(insert, [`id-${values.login}`, values.org, values.login]));
      await new Promise((resolve) => setTimeout(resolve, 5));
      return `id-${values.login}`;
    },
  });
  const undone = store.transaction(scope, async (inside) => {
    await create(inside, scope, model, { userName: 'a' });
    await create(inside, scope, model, { userName: 'b' });
    throw new Error('Changed my mind.');
  });
  // They come while the transaction has the connection, and wait.
  const [, made, read] = await Promise.all([
    expect(undone).rejects.toThrow('Changed my mind.'),
    create(store, scope, model, { userName: 'c' }),
    store.read(scope, 'User', 'id-a', documentOnly),
  ]);
  expect([made.after.id, read]).toEqual(['id-c', undefined]);
  expect(database.prepare('select uid from account').all()).toEqual([{ uid: 'id-c' }]);
});

it('goes to SQLite without a query layer in between, inside transactions, too', async () => {
  const calls: string[] = [];
  const { store } = await open({
    create: async (values, { execute }) => {
      calls.push('create');
      await execute(compiled(insert, ['x', values.org, values.login]));
      return 'x';
    },
  });
  const spy = vi.spyOn(Kysely.prototype, 'executeQuery');
  onTestFinished(() => spy.mockRestore());
  await store.transaction(scope, (inside) => create(inside, scope, model, { userName: 'jo' }));
  expect((await store.read(scope, 'User', 'x', documentOnly))?.document.userName).toBe('jo');
  expect([calls.length, spy.mock.calls.length]).toEqual([1, 0]);
});

it('asks the application for its organisation before a transaction has the one connection', async () => {
  const database = openOther();
  database.exec(
    "create table customer (tenant text, org text); insert into customer values ('acme', 'org-1')",
  );
  const db = new Kysely<{ customer: { tenant: string; org: string } }>({
    dialect: new NodeSqliteDialect(database),
  });
  const organisation = async (tenant: string) =>
    (await db.selectFrom('customer').select('org').where('tenant', '=', tenant).executeTakeFirstOrThrow())
      .org;
  const store = createMappedStore({ db, engine: 'sqlite', users: accounts, organisation });
  await store.migrate();
  await store.transaction(scope, (inside) => create(inside, scope, model, { userName: 'jo' }));
  expect(database.prepare('select org, login from account').all()).toEqual([{ org: 'org-1', login: 'jo' }]);
}, 5000);
