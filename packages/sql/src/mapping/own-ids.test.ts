import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../dialects/dialect.ts';
import { create, documentOnly, everything, modelOf, nextOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import { mapGroups, mapUsers, type UserMapping } from './mapping.ts';
import { type AppDatabase, appEngines } from './test-support/app-database.ts';

interface Row {
  id: number;
  org: number;
  login: string;
  made: number;
  changed: number;
}

const attributes = {
  userName: { column: 'login', compare: { kind: 'db-ci', by: 'lower' } },
  'meta.created': { column: 'made', as: 'milliseconds' },
  'meta.lastModified': { column: 'changed', as: 'milliseconds' },
} as const;
const counted = mapUsers<Row>()({
  table: 'big',
  id: 'id',
  tenant: 'org',
  attributes,
  rest: 'sidecar',
  onDelete: (row) => ({ login: `${row.id}` }),
});
const crews = mapGroups<Row & { name: string }, { crew: number; person: number }>()({
  table: 'crew',
  id: 'id',
  tenant: 'org',
  attributes: { displayName: 'name' },
  members: { table: 'crew_person', group: 'crew', member: 'person' },
  rest: 'sidecar',
  onDelete: 'delete',
});
const text: UserMapping = { ...counted, table: 'texts', onDelete: 'delete' };
const unique: UserMapping = { ...counted, table: 'uuids', onDelete: 'delete' };

function tables(engine: Engine): readonly string[] {
  const isMysql = engine === 'mysql' || engine === 'mariadb';
  const end = isMysql ? ' engine=innodb default charset=utf8mb4' : '';
  const columns = `org bigint not null, login varchar(100) not null, made bigint not null, changed bigint not null`;
  const id = {
    sqlite: 'integer primary key',
    postgres: 'bigserial primary key',
    mysql: 'bigint primary key auto_increment',
    mariadb: 'bigint primary key auto_increment',
  }[engine];
  // A collation of its own, as older tables have one.
  const name = {
    sqlite: 'text collate nocase',
    postgres: 'text collate "POSIX"',
    mysql: 'varchar(64) character set latin1',
    mariadb: 'varchar(64) character set latin1',
  }[engine];
  const uuid = { sqlite: 'text', postgres: 'uuid', mysql: 'char(36)', mariadb: 'uuid' }[engine];
  const fill = {
    sqlite: '(lower(hex(randomblob(16))))',
    postgres: 'gen_random_uuid()',
    mysql: '(uuid())',
    mariadb: 'uuid()',
  }[engine];
  return [
    `create table big (id ${id}, ${columns})${end}`,
    `create table texts (id ${name} primary key, ${columns})${end}`,
    `create table uuids (id ${uuid} not null default ${fill}, ${columns}, primary key (id))${end}`,
    `create table offices (id ${id}, office ${uuid} not null, login varchar(100) not null, made bigint not null, changed bigint not null)${end}`,
    `create table crew (id ${id}, org bigint not null, name varchar(100) not null)${end}`,
    `create table crew_person (crew bigint not null, person bigint not null, primary key (crew, person))${end}`,
  ];
}

/** Ids as other systems give them out: 19 digits, of which a number of JavaScript keeps 16. */
const snowflake = 1_234_567_890_123_456_789n;
const scope = { tenant: 'acme', connection: 'c', principal: 'p' };
const model = modelOf('User');

describe.each(appEngines)('ids of the application on %s', (_, start) => {
  let database: AppDatabase;
  beforeAll(async () => {
    database = await start();
    for (const statement of tables(database.engine)) await database.query(statement);
  }, 60_000);
  afterAll(() => database.end());

  const open = async (users: UserMapping): Promise<MappedStore> => {
    const groups = users.table === 'big' ? { groups: crews } : {};
    const store = createMappedStore({ ...database.connection, users, ...groups, organisation: () => 7 });
    await store.migrate();
    return store;
  };
  const signUp = (table: string, id: string | bigint, login: string) =>
    database.query(`insert into ${table} (id, org, login, made, changed) values (?, 7, ?, 1, 1)`, [
      id,
      login,
    ]);
  const rename = (store: MappedStore, id: string, userName: string) =>
    store.update(scope, 'User', id, {
      at: 9,
      deltas: [],
      want: documentOnly,
      next: () => nextOf(model, { userName }),
    });
  const logins = async (table: string) =>
    (await database.query(`select login from ${table} order by login`)).map(({ login }) => login);

  it('beyond 2^53 are told apart by their last digit', async () => {
    const store = await open(counted);
    await signUp('big', snowflake, 'one');
    await signUp('big', snowflake + 1n, 'two');
    expect(await store.adopt('acme')).toEqual({ linked: 2, pruned: 0 });
    expect(await store.adopt('acme')).toEqual({ linked: 0, pruned: 0 });
    const found = new Map<unknown, string>();
    for await (const { id, document } of store.scan(scope, 'User', undefined, everything)) {
      found.set(document.userName, id);
    }
    const [one = '', two = ''] = ['one', 'two'].map((name) => found.get(name));
    expect((await rename(store, two, 'second'))?.after.document.userName).toBe('second');
    expect(await logins('big')).toEqual(['one', 'second']);
    const members = [{ id: one }];
    const { after } = await create(store, scope, modelOf('Group'), { displayName: 'Crew' }, { members });
    expect(after.members?.map(({ id }) => id)).toEqual([one]);
    await store.remove(scope, 'User', two, { at: 9 });
    expect(await logins('big')).toEqual([String(snowflake + 1n), 'one']);
    const made = await create(store, scope, model, { userName: 'three' });
    expect((await rename(store, made.after.id, 'third'))?.after.document.userName).toBe('third');
  });

  it('beyond 2^53 are found where they are public', async () => {
    await database.query('delete from big');
    const store = await open({ ...counted, publicId: 'id' });
    // Rows with the same ids come again, and are others.
    await store.adopt('acme');
    await signUp('big', snowflake, 'one');
    await signUp('big', snowflake + 1n, 'two');
    const id = String(snowflake + 1n);
    expect((await store.read(scope, 'User', id, documentOnly))?.document.userName).toBe('two');
    expect(await store.read(scope, 'User', String(snowflake + 2n), documentOnly)).toBeUndefined();
    expect(await store.read(scope, 'User', '9999999999999999999', documentOnly)).toBeUndefined();
    await rename(store, id, 'second');
    expect(await logins('big')).toEqual(['one', 'second']);
  });

  it('of organisations may be UUIDs; what is of another is not seen', async () => {
    const [mine, other] = ['0190aaaa-0000-7000-8000-000000000001', '0190aaaa-0000-7000-8000-000000000002'];
    const users: UserMapping = { ...counted, table: 'offices', tenant: 'office', onDelete: 'delete' };
    const organisation = (tenant: string): string => (tenant === 'acme' ? mine : other);
    const store = createMappedStore({ ...database.connection, users, organisation });
    await store.migrate();
    const { after } = await create(store, scope, model, { userName: 'one' });
    const elsewhere = { ...scope, tenant: 'elsewhere' };
    await create(store, elsewhere, model, { userName: 'one' });
    expect((await rename(store, after.id, 'ONE'))?.after.document.userName).toBe('ONE');
    expect(await store.read(elsewhere, 'User', after.id, documentOnly)).toBeUndefined();
    expect(await store.remove(elsewhere, 'User', after.id, { at: 1 })).toBeUndefined();
    const names: unknown[] = [];
    for await (const { document } of store.scan(elsewhere, 'User', undefined, everything))
      names.push(document.userName);
    expect(names).toEqual(['one']);
  });

  it.each([
    ['texts', text],
    ['uuids', unique],
  ])('may be %s, which the store makes or the database', async (table, users) => {
    const store = await open(users);
    await signUp(table, '0190aaaa-0000-7000-8000-000000000001', 'one');
    await store.adopt('acme');
    const { after } = await create(store, scope, model, { userName: 'two' });
    expect((await rename(store, after.id, 'second'))?.after.document.userName).toBe('second');
    expect(await logins(table)).toEqual(['one', 'second']);
    await database.query(`delete from ${table} where login = 'one'`);
    expect(await store.adopt('acme')).toEqual({ linked: 0, pruned: 1 });
    await store.purge('acme', 100);
  });
});
