import { DatabaseSync } from 'node:sqlite';
import { compileCatalog, compileFilter, defineResourceType, defineSchema, Group, User } from '@scimkit/core';
import { Kysely } from 'kysely';
import { expect, it } from 'vitest';
import { NodeSqliteDialect } from '../node-sqlite/node-sqlite-dialect.ts';
import { create, documentOnly, everything, modelOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import { openApp, teams, users } from './test-support/app-schema.ts';

const device = (indexed: boolean) =>
  defineResourceType({
    name: 'Device',
    endpoint: '/Devices',
    description: 'A device.',
    schema: defineSchema({
      id: 'urn:example:Device',
      name: 'Device',
      description: 'A device.',
      attributes: {
        serial: { description: 'Its number.', required: true, uniqueness: 'server' },
        colour: { description: 'Its colour.', ...(indexed ? { indexed: true } : {}) },
      },
    }),
  });

const modelFor = (indexed: boolean) => {
  const model = compileCatalog([User, Group, device(indexed)]).byType.get('Device');
  if (model === undefined) throw new Error('There are devices.');
  return model;
};

const scope = { tenant: 'acme', connection: 'c', principal: 'p' };

it('a type that is not mapped is searched by core while it wants a reindex, and by the database after it', async () => {
  const sqlite = openApp();
  const options = {
    sqlite,
    users,
    groups: teams,
    organisation: () => 1,
    warn: () => undefined,
    busyTimeout: 100,
  };
  const before = createMappedStore({ ...options, resourceTypes: [User, Group, device(false)] });
  await before.migrate();
  await create(before, scope, modelFor(false), { serial: '1', colour: 'red' });
  const warned: string[] = [];
  const store = createMappedStore({
    ...options,
    resourceTypes: [User, Group, device(true)],
    warn: (sentence) => warned.push(sentence),
  });
  await store.check();
  const model = modelFor(true);
  const filter = compileFilter(model, 'colour eq "red"');
  const [colour] = model.attributes.filter(({ name }) => name === 'colour');
  if (colour === undefined) throw new Error('Devices have colours.');
  expect(store.supports.compare(colour, 'eq')).toBe('none');
  expect(warned).toHaveLength(1);
  const found: unknown[] = [];
  for await (const { document } of store.scan(scope, 'Device', undefined, everything))
    found.push(document.serial);
  expect(found).toEqual(['1']);
  expect(await store.reindex()).toBe(1);
  expect(store.supports.compare(colour, 'eq')).toBe('exact');
  const page = { kind: 'index', offset: 0, limit: 10 } as const;
  const list = await store.list(scope, 'Device', { filter, page, total: 'exact', want: documentOnly });
  expect(list.total).toBe(1);
  sqlite.close();
}, 20_000);

it('a transaction of the application holds rows of both, and takes both back', async () => {
  const sqlite = openApp();
  sqlite.exec("insert into orgs (id, name) values (1, 'Acme')");
  const db = new Kysely<unknown>({ dialect: new NodeSqliteDialect(sqlite) });
  const store = createMappedStore({ db, engine: 'sqlite', users, groups: teams, organisation: () => 1 });
  await store.migrate();
  const user = modelOf('User');
  const undone = db.transaction().execute(async (transaction) => {
    const inside = store.within(transaction);
    await create(inside, scope, user, { userName: 'jo', title: 'x' });
    const conflict = create(inside, scope, user, { userName: 'JO' });
    await expect(conflict).rejects.toMatchObject({ code: 'conflict' });
    await create(inside, scope, user, { userName: 'kim' });
    throw new Error('Changed my mind.');
  });
  await expect(undone).rejects.toThrow('Changed my mind.');
  const count = (table: string) => sqlite.prepare(`select count(*) as n from ${table}`).get()?.n;
  expect([count('users'), count('scim_link')]).toEqual([0, 0]);
  const made = await db.transaction().execute(async (transaction) => {
    const inside = store.within(transaction);
    return (await create(inside, scope, user, { userName: 'jo', title: 'x' })).after;
  });
  expect((await store.read(scope, 'User', made.id, documentOnly))?.document.title).toBe('x');
  expect(() => store.within(db)).toThrow(TypeError);
  sqlite.close();
});

it('a database that nobody has migrated says so in a transaction, too', async () => {
  const sqlite = new DatabaseSync(':memory:');
  const db = new Kysely<unknown>({ dialect: new NodeSqliteDialect(sqlite) });
  const store = createMappedStore({ db, engine: 'sqlite', users, groups: teams });
  const read = db
    .transaction()
    .execute((transaction) => store.within(transaction).read(scope, 'User', 'x', documentOnly));
  await expect(read).rejects.toMatchObject({ code: 'unavailable', message: /migrate\(\)/ });
  sqlite.close();
});
