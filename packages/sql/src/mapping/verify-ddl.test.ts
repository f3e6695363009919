import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../dialects/dialect.ts';
import { create, list, modelOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import type { Finding } from './finding.ts';
import { type GroupMapping, mapChild, mapGroups, mapUsers, type UserMapping } from './mapping.ts';
import { type AppDatabase, appEngines } from './test-support/app-database.ts';

interface Person {
  id: number;
  handle: string;
  org: number;
  login: string;
  login_key: string;
  first: string;
  sso: string | null;
  plan: string;
  tier: string;
  born: string;
  made: number;
  changed: number;
}

const times = {
  'meta.created': { column: 'made', as: 'milliseconds' },
  'meta.lastModified': { column: 'changed', as: 'milliseconds' },
} as const;

const people = mapUsers<Person>()({
  table: 'person',
  id: 'id',
  publicId: 'handle',
  tenant: 'org',
  attributes: {
    userName: { column: 'login', compare: { kind: 'key', column: 'login_key' } },
    externalId: { column: 'sso', compare: { kind: 'binary' } },
    'name.givenName': 'first',
    phoneNumbers: mapChild<{ person: number; number: string }>()({
      table: 'phone',
      fk: 'person',
      value: 'number',
      compare: { kind: 'db-ci' },
    }),
    ...times,
  },
  rest: 'sidecar',
  onDelete: 'delete',
});

const crews = mapGroups<{ id: number; org: number; name: string }, { crew: number; person: number }>()({
  table: 'crew',
  id: 'id',
  tenant: 'org',
  attributes: { displayName: 'name' },
  members: { table: 'crew_person', group: 'crew', member: 'person' },
  rest: 'sidecar',
  onDelete: 'delete',
});

/** Tables without a single index, with columns that must have values, and text that is compared in other ways. */
function bare(engine: Engine): readonly string[] {
  const isMysql = engine === 'mysql' || engine === 'mariadb';
  const id = {
    sqlite: 'integer primary key',
    postgres: 'bigserial primary key',
    mysql: 'bigint primary key auto_increment',
    mariadb: 'bigint primary key auto_increment',
  }[engine];
  const text = engine === 'postgres' ? 'text' : 'varchar(100)';
  const tier = isMysql ? "enum('free', 'paid')" : text;
  const time = { sqlite: 'text', postgres: 'timestamptz', mysql: 'datetime', mariadb: 'datetime' }[engine];
  const end = isMysql ? ' engine=innodb default charset=utf8mb4 collate=utf8mb4_general_ci' : '';
  return [
    `create table person (id ${id}, handle ${text} not null, org bigint not null, login ${text} not null, login_key ${text} not null, first ${text} not null, sso ${text}, plan ${text} not null, tier ${tier} not null, born ${time} not null, made bigint not null, changed bigint not null)${end}`,
    `create table phone (person bigint not null, number ${text} not null${engine === 'sqlite' ? ' collate nocase' : ''})${end}`,
    `create table crew (id ${id}, org bigint not null, name ${text} not null)${end}`,
    `create table crew_person (crew bigint not null, person bigint not null)${end}`,
  ];
}

describe.each(appEngines)('what verify prints, on %s', (_, start) => {
  let database: AppDatabase;
  const verify = (users: UserMapping = people, groups: GroupMapping = crews): Promise<readonly Finding[]> =>
    createMappedStore({ ...database.connection, users, groups }).verify();
  /** Runs what is printed until nothing more is, as a person would. */
  const mendAll = async (users?: UserMapping): Promise<number> => {
    for (let round = 0; round < 4; round += 1) {
      const statements = (await verify(users)).flatMap(({ ddl }) => (ddl === undefined ? [] : [ddl]));
      if (statements.length === 0) return round;
      for (const statement of statements) await database.query(statement);
    }
    return Number.POSITIVE_INFINITY;
  };
  beforeAll(async () => {
    database = await start();
  }, 60_000);
  afterAll(() => database.end());

  it('makes tables that are missing, and after that columns', async () => {
    expect((await verify()).map(({ severity, table }) => `${severity} ${table}`)).toEqual([
      'error person',
      'error phone',
      'error crew',
      'error crew_person',
    ]);
    await mendAll();
    const rest = await verify();
    // What cannot be printed as a statement is said as advice.
    for (const { ddl, advice } of rest)
      expect([ddl, advice]).toEqual([undefined, expect.stringMatching(/\.$/)]);
    const wider = { ...people, attributes: { ...people.attributes, title: 'job', active: 'works' } };
    expect((await verify(wider)).map(({ column }) => column)).toEqual(['job', 'works']);
    await mendAll(wider);
    const store = createMappedStore({ ...database.connection, users: wider, groups: crews });
    await store.migrate();
    await store.check();
    for (const table of ['crew_person', 'crew', 'phone', 'person'])
      await database.query(`drop table ${table}`);
  });

  it('mends tables that nobody has made for this, with one exception: SQLite cannot change a column', async () => {
    for (const statement of bare(database.engine)) await database.query(statement);
    const findings = await verify();
    for (const { message, ddl, advice } of findings) {
      expect(message).toMatch(/^[A-Z\w].*\.$/);
      expect(ddl ?? advice).toBeDefined();
    }
    const columns = findings.map(({ table, column = '' }) => `${table}.${column}`);
    for (const place of [
      'person.plan',
      'person.tier',
      'person.born',
      'person.first',
      'person.handle',
      'person.login_key',
      'person.sso',
      'phone.person',
      'phone.number',
      'crew_person.',
      'crew_person.person',
    ]) {
      expect(columns).toContain(place);
    }
    await mendAll();
    const left = (await verify()).map(({ table, column = '' }) => `${table}.${column}`);
    const isSqlite = database.engine === 'sqlite';
    expect(left).toEqual(isSqlite ? ['person.plan', 'person.tier', 'person.born', 'person.first'] : []);
  });

  it('after that rows can be made, found, and removed', async () => {
    const defaults = { plan: 'free', tier: 'free', born: '2020-01-01' };
    const store = createMappedStore({
      ...database.connection,
      users: {
        ...people,
        defaults,
        attributes: { ...people.attributes, 'name.givenName': { column: 'first', absent: '' } },
      },
      groups: crews,
      organisation: () => 7,
    });
    await store.migrate();
    expect(await store.verify()).toEqual([]);
    const scope = { tenant: 'acme', connection: 'c', principal: 'p' };
    const { after } = await create(store, scope, modelOf('User'), {
      userName: 'Jo',
      phoneNumbers: [{ value: '1' }],
    });
    const found = await list(store, scope, modelOf('User'), { text: 'userName eq "jO"' });
    expect(found.resources.map(({ id }) => id)).toEqual([after.id]);
    await store.remove(scope, 'User', after.id, { at: 1 });
    expect(await database.query('select number from phone')).toEqual([]);
  });
});
