import { type Member, type ResourceStore, StoreError } from '@scimkit/core';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../dialects/dialect.ts';
import { NodeSqliteDialect } from '../node-sqlite/node-sqlite-dialect.ts';
import { create, modelOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import type { GroupMapping, UserMapping } from './mapping.ts';
import { type AppDatabase, appEngines, onSqlite } from './test-support/app-database.ts';
import { users as appUsers, makeOrganisation, openApp, teams } from './test-support/app-schema.ts';
import { crmMappings, makeCrm, makeOrganization } from './test-support/crm-schema.ts';

const first = (limit: number) => ({ document: false, members: { limit }, memberOf: false });
const whole = { document: false, members: true, memberOf: false };
const namesOf = (members: readonly Member[]) => members.map(({ display }) => display);

/** All members of a group, page by page. `between` is called before each page but the first. */
async function inPages(
  store: ResourceStore,
  scope: { readonly tenant: string; readonly connection: string; readonly principal: string },
  id: string,
  limit: number,
  between: (page: number) => unknown = () => undefined,
): Promise<readonly Member[]> {
  const found = await store.read(scope, 'Group', id, first(limit));
  const seen = [...(found?.members ?? [])];
  let after = found?.membersNext;
  for (let number = 1; after !== undefined; number += 1) {
    expect(number).toBeLessThan(10_000);
    await between(number);
    const page = await store.memberPage?.(scope, 'Group', id, after, limit);
    if (page === undefined) throw new Error('The group is gone.');
    expect(page.members.length).toBeLessThanOrEqual(limit);
    // Nobody is to take a page without anybody for the last one.
    if (page.next !== undefined) expect(page.members.length).toBeGreaterThan(0);
    seen.push(...page.members);
    after = page.next;
  }
  return seen;
}

describe.each(appEngines)('members of a team of an application, in pages, on %s', (_, start) => {
  let database: AppDatabase;
  let store: MappedStore;
  let org = 0;
  let scope = { tenant: '', connection: 'c', principal: 'p' };

  beforeAll(async () => {
    database = await start();
    await makeCrm(database);
    store = createMappedStore({ ...database.connection, ...crmMappings(database.engine) });
    await store.migrate();
    org = await makeOrganization(database);
    const { id } = await store.createTenant({ slug: 'acme', appRef: String(org), at: 0 });
    scope = { ...scope, tenant: id };
  }, 60_000);
  afterAll(() => database.end());

  /** Makes people and a team that they are all in, as the application does. */
  async function makeTeam(
    name: string,
    size: number,
  ): Promise<{ team: number; group: string; ids: number[] }> {
    const rows = Array.from({ length: size }, (_each, n) => `(${org}, '${name}${n}@example.com', 'en')`);
    for (let at = 0; at < size; at += 1000) {
      await database.query(
        `insert into users (organization_id, email, locale) values ${rows.slice(at, at + 1000).join(', ')}`,
      );
    }
    await store.adopt(scope.tenant);
    const group = (await create(store, scope, modelOf('Group'), { displayName: name })).after.id;
    const [made] = await database.query('select max(id) as id from teams');
    const team = Number(made?.id);
    await database.query(
      `insert into team_members (team_id, user_id, role) select ?, id, 'member' from users where organization_id = ? and email like ?`,
      [team, org, `${name}%`],
    );
    const found = await database.query('select id from users where email like ? order by id', [`${name}%`]);
    return { team, group, ids: found.map(({ id }) => Number(id)) };
  }
  const nameOf = (name: string, ids: readonly number[], of: readonly number[]) =>
    of.map((id) => `${name}${ids.indexOf(id)}@example.com`);

  it('come in the order of their keys, and nobody is lost who follows those that are not seen', async () => {
    const { group, ids } = await makeTeam('gap', 60);
    // Whole pages of people who are deleted, who no identity provider knows, or who have moved to another organisation.
    const [deleted, unlinked, moved] = [ids.slice(7, 24), ids.slice(30, 38), ids.slice(50, 60)];
    const some = (of: readonly number[]) => of.join(', ');
    const other = await makeOrganization(database);
    await database.query(`update users set deleted_at = created_at where id in (${some(deleted)})`);
    await database.query(
      `delete from scim_link where type = 1 and local_id in (${unlinked.map((id) => `'${id}'`).join(', ')})`,
    );
    await database.query(`update users set organization_id = ${other} where id in (${some(moved)})`);
    const unseen = new Set([...deleted, ...unlinked, ...moved]);
    const seen = nameOf(
      'gap',
      ids,
      ids.filter((id) => !unseen.has(id)),
    );
    for (const limit of [1, 3, 5, 25, 26, 1000])
      expect(namesOf(await inPages(store, scope, group, limit)), `${limit}`).toEqual(seen);
    const [listed] = (
      await store.list(scope, 'Group', {
        page: { kind: 'index', offset: 0, limit: 10 },
        total: 'skip',
        want: first(5),
      })
    ).resources.filter(({ id }) => id === group);
    expect(namesOf(listed?.members ?? [])).toEqual(seen.slice(0, (listed?.members ?? []).length));
    expect(listed?.membersNext).toBeDefined();
  }, 60_000);

  it('come once, whoever the application lets in and out meanwhile', async () => {
    const { group, team, ids } = await makeTeam('move', 40);
    const seen = await inPages(store, scope, group, 3, async (page) => {
      // Who has been shown leaves and comes back, and so does somebody who comes later.
      for (const id of [ids[page * 3 - 1], ids[39 - page]]) {
        await database.query('delete from team_members where team_id = ? and user_id = ?', [team, id]);
        await database.query("insert into team_members (team_id, user_id, role) values (?, ?, 'owner')", [
          team,
          id,
        ]);
      }
    });
    expect(namesOf(seen)).toEqual(nameOf('move', ids, ids));
  }, 60_000);

  it('go on with the teams that are in it', async () => {
    const { group } = await makeTeam('nest', 5);
    const parts: string[] = [];
    const nested = async (name: string) =>
      (await create(store, scope, modelOf('Group'), { displayName: name })).after.id;
    for (const name of ['part1', 'part2', 'part3']) parts.push(await nested(name));
    const empty = await nested('only parts');
    const attribute = modelOf('Group').membership;
    if (attribute === undefined) throw new Error('Groups have members.');
    const add = parts.map((id) => ({ id }));
    const deltas = [{ attribute, clear: false, add, remove: [], unknownMembers: 'reject' }] as const;
    for (const id of [group, empty])
      await store.update(scope, 'Group', id, { at: 1, deltas, want: first(1) });
    for (const limit of [1, 2, 4, 5, 6, 7, 8, 9]) {
      const seen = await inPages(store, scope, group, limit);
      expect(seen.map(({ type }) => type)).toEqual([...Array(5).fill('User'), ...Array(3).fill('Group')]);
      expect(namesOf(seen).slice(5)).toEqual(['part1', 'part2', 'part3']);
      expect(namesOf(await inPages(store, scope, empty, limit))).toEqual(['part1', 'part2', 'part3']);
    }
    const { membersNext } = (await store.read(scope, 'Group', group, first(8))) ?? {};
    expect(membersNext).toBeUndefined();
  }, 60_000);

  it('end with the team, and not as if there were no others', async () => {
    const { group, team } = await makeTeam('gone', 5);
    const { membersNext } = (await store.read(scope, 'Group', group, first(2))) ?? {};
    if (membersNext === undefined) throw new Error('There are others.');
    const page = () => store.memberPage(scope, 'Group', group, membersNext, 2);
    expect((await page())?.members).toHaveLength(2);
    for (const mark of ['', '{', '[]', '["Team",1]', '["User",{}]', '["User",null]'])
      expect(await store.memberPage(scope, 'Group', group, mark, 2), mark).toBeUndefined();
    await database.query('delete from team_members where team_id = ?', [team]);
    expect(await page()).toEqual({ members: [] });
    await database.query('delete from teams where id = ?', [team]);
    expect(await page()).toBeUndefined();
  }, 60_000);
});

interface Keys {
  /** The types of the users' key and of the column that refers to it. */
  readonly user: string;
  readonly member: string;
  readonly values: readonly (string | bigint)[];
}

const big = [1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 53n + 2n, 2n ** 62n, 2n ** 62n + 1n];
const words = ['a', 'B', 'c', 'D', 'aa', 'ä', 'É', 'é2', 'z', '10', '9', '-1', 'x y', "o'", '"q"', '😀'];
const uuids = Array.from({ length: 9 }, (_, n) => `0190aa00-0000-7000-8000-0000000000${n}f`);
const numbers = ['10', '9', '100', '-1', '2'];

/** What the keys of applications are like. */
const keysOf: Readonly<Record<Engine, Readonly<Record<string, Keys>>>> = {
  sqlite: {
    'whole numbers': { user: 'integer', member: 'integer', values: big },
    texts: { user: 'text', member: 'text', values: words },
    'texts in any case': { user: 'text collate nocase', member: 'text collate nocase', values: words },
    'texts that are compared in two ways': { user: 'text', member: 'text collate nocase', values: words },
    'texts that look like numbers': { user: 'text', member: 'varchar(40)', values: numbers },
    'texts that refer to numbers': { user: 'integer', member: 'text', values: [1n, 2n, 9n, 10n, 11n, 100n] },
    'whatever comes': { user: '', member: '', values: words },
  },
  postgres: {
    'whole numbers': { user: 'bigint', member: 'bigint', values: big },
    'small numbers in a large column': { user: 'integer', member: 'bigint', values: [3n, 20n, 100n] },
    decimals: { user: 'numeric(30)', member: 'numeric(30)', values: big },
    texts: { user: 'text', member: 'varchar(40)', values: words },
    'texts of a language': {
      user: 'text collate "en-x-icu"',
      member: 'text collate "en-x-icu"',
      values: words,
    },
    'texts in any case': { user: 'citext', member: 'citext', values: words },
    uuids: { user: 'uuid', member: 'uuid', values: uuids },
  },
  mariadb: {
    'whole numbers': { user: 'bigint', member: 'bigint', values: big },
    decimals: { user: 'decimal(30,0)', member: 'decimal(30,0)', values: big },
    texts: {
      user: 'varchar(40) collate utf8mb4_nopad_bin',
      member: 'varchar(40) collate utf8mb4_nopad_bin',
      values: words,
    },
    'texts in any case': {
      user: 'varchar(40) collate utf8mb4_uca1400_as_ci',
      member: 'varchar(40) collate utf8mb4_uca1400_as_ci',
      values: words,
    },
    'texts in an older character set': {
      user: 'char(40) character set latin1',
      member: 'varchar(40) character set latin1',
      values: words.filter((word) => word !== '😀'),
    },
    'texts that refer to numbers': { user: 'bigint', member: 'varchar(40)', values: [1n, 2n, 9n, 10n, 100n] },
  },
  mysql: {
    'whole numbers': { user: 'bigint', member: 'bigint', values: big },
    'texts in any case': {
      user: 'varchar(40) collate utf8mb4_0900_as_ci',
      member: 'varchar(40) collate utf8mb4_0900_as_ci',
      values: words,
    },
    'texts that refer to numbers': { user: 'bigint', member: 'varchar(40)', values: [1n, 2n, 9n, 10n, 100n] },
  },
};

const people: UserMapping = {
  type: 'User',
  table: 'person',
  id: 'id',
  tenant: 'org',
  attributes: { userName: { column: 'login', compare: { kind: 'db-ci', by: 'lower' } } },
  rest: 'sidecar',
  onDelete: 'delete',
};
const crews: GroupMapping = {
  type: 'Group',
  table: 'crew',
  id: 'id',
  tenant: 'org',
  attributes: { displayName: 'name' },
  members: { table: 'crew_person', group: 'crew', member: 'person' },
  rest: 'sidecar',
  onDelete: 'delete',
};
const acme = { tenant: 'acme', connection: 'c', principal: 'p' };

/** An application's tables. `pair` says what the join table has besides its two columns. */
async function openCrews(
  { engine, query }: AppDatabase,
  { user, member }: Pick<Keys, 'user' | 'member'>,
  pair: string,
) {
  const end = engine === 'mysql' || engine === 'mariadb' ? ' charset utf8mb4' : '';
  for (const table of ['crew_person', 'person', 'crew']) await query(`drop table if exists ${table}`);
  await query(
    `create table person (id ${user} not null primary key, org varchar(40) not null, login varchar(60))${end}`,
  );
  await query(
    `create table crew (id integer not null primary key, org varchar(40) not null, name varchar(60))${end}`,
  );
  await query(`create table crew_person (crew integer not null, person ${member}${pair})${end}`);
}

describe.each(appEngines)('keys of every kind, on %s', (_, start) => {
  let database: AppDatabase;
  beforeAll(async () => {
    database = await start();
  }, 60_000);
  afterAll(() => database.end());

  it('give each member a place of its own', async () => {
    const { engine, connection, query } = database;
    const hasLanguages =
      engine === 'postgres' &&
      (await query("select 1 from pg_collation where collname = 'en-x-icu'")).length > 0;
    for (const [kind, keys] of Object.entries(keysOf[engine])) {
      // Embedded, PostgreSQL has no collations of languages.
      if (kind === 'texts of a language' && !hasLanguages) continue;
      await openCrews(database, keys, ' not null, primary key (crew, person)');
      const store = createMappedStore({ ...connection, users: people, groups: crews });
      await store.migrate();
      await query("insert into crew (id, org, name) values (1, 'acme', 'Crew'), (2, 'acme', 'Other')");
      for (const value of keys.values) {
        await query("insert into person (id, org, login) values (?, 'acme', ?)", [value, `p-${value}`]);
        for (const crew of [1, 2])
          await query('insert into crew_person (crew, person) values (?, ?)', [crew, value]);
      }
      await store.adopt(acme.tenant);
      const page = { kind: 'index', offset: 0, limit: 10 } as const;
      const { resources } = await store.list(acme, 'Group', { page, total: 'skip', want: first(2) });
      expect(resources, kind).toHaveLength(2);
      for (const { id, members: listed } of resources) {
        const all = (await store.read(acme, 'Group', id, whole))?.members ?? [];
        expect(all.length, kind).toBe(keys.values.length);
        const order = namesOf(await inPages(store, acme, id, 1000));
        expect(order.toSorted(), kind).toEqual(namesOf(all).toSorted());
        expect(namesOf(listed ?? []), kind).toEqual(order.slice(0, 2));
        for (const limit of [1, 2, 3, all.length])
          expect(namesOf(await inPages(store, acme, id, limit)), `${kind} ${limit}`).toEqual(order);
      }
      await query('delete from scim_link where tenant_id <> 0');
    }
  }, 120_000);

  it('are walked by an index that `verify` asks for, and without it, too', async () => {
    const { engine, connection, query } = database;
    const keys = { user: 'bigint', member: engine === 'sqlite' ? 'integer' : 'bigint' };
    await openCrews(database, engine === 'sqlite' ? { ...keys, user: 'integer' } : keys, '');
    const store = createMappedStore({ ...connection, users: people, groups: crews });
    await store.migrate();
    await query("insert into crew (id, org, name) values (1, 'acme', 'Crew')");
    for (let id = 1; id <= 9; id += 1) {
      await query("insert into person (id, org, login) values (?, 'acme', ?)", [id, `p-${id}`]);
      // Nothing keeps a member from being in a group twice, or nobody from being in it.
      for (let twice = 0; twice < 2; twice += 1)
        await query('insert into crew_person (crew, person) values (1, ?)', [id]);
      await query('insert into crew_person (crew, person) values (1, null)');
    }
    await store.adopt(acme.tenant);
    const page = { kind: 'index', offset: 0, limit: 10 } as const;
    const [group] = (await store.list(acme, 'Group', { page, total: 'skip', want: whole })).resources;
    const order = Array.from({ length: 9 }, (_each, index) => `p-${index + 1}`);
    expect(namesOf(group?.members ?? []).toSorted()).toEqual(order);
    for (const limit of [1, 2, 3, 8, 9, 10])
      expect(namesOf(await inPages(store, acme, group?.id ?? '', limit)), `${limit}`).toEqual(order);

    const problems = async () =>
      (await store.verify()).filter(({ table }) => table === 'crew_person').map(({ ddl = '' }) => ddl);
    // The other way round it leads from a member to its groups.
    await query('delete from crew_person');
    await query('create unique index pair on crew_person (person, crew)');
    const [ddl = '', ...others] = await problems();
    expect(others).toEqual([]);
    expect(ddl.replaceAll(/["`]/g, '')).toMatch(/^create index \S+ on crew_person \(crew, person\)$/);
    await query(ddl);
    expect(await problems()).toEqual([]);
  }, 60_000);
});

it('says where members have to be sorted because they do not compare as their keys do', async () => {
  const database = await onSqlite();
  await openCrews(database, { user: 'integer', member: 'text' }, ' not null, primary key (crew, person)');
  const store = createMappedStore({ ...database.connection, users: people, groups: crews });
  const found = (await store.verify()).filter(({ table, column }) => table === 'crew_person' && column);
  expect(found.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^crew_person\.person does not compare as person\.id does, so /),
  );
  await database.end();
});

describe('members in pages inside a transaction', () => {
  it('are those that it sees, in a view of the store, too', async () => {
    const sqlite = openApp();
    const org = makeOrganisation(sqlite);
    const db = new Kysely<unknown>({ dialect: new NodeSqliteDialect(sqlite) });
    const organisation = () => org;
    const store = createMappedStore({ db, engine: 'sqlite', users: appUsers, groups: teams, organisation });
    await store.migrate();
    const user = modelOf('User');
    const undone = db.transaction().execute(async (transaction) => {
      const inside = store.within(transaction);
      const members: { id: string }[] = [];
      for (const userName of ['a', 'b', 'c', 'd', 'e'])
        members.push({ id: (await create(inside, acme, user, { userName })).after.id });
      const group = (await create(inside, acme, modelOf('Group'), { displayName: 'x' }, { members })).after
        .id;
      expect(await inPages(inside, acme, group, 2)).toHaveLength(5);
      await inside.transaction(acme, async (deeper) => {
        await deeper.remove(acme, 'User', members[3]?.id ?? '', { at: 1 });
        expect(await inPages(deeper, acme, group, 2)).toHaveLength(4);
      });
      expect(await inPages(inside, acme, group, 2)).toHaveLength(4);
      throw new StoreError('refused', 'Changed my mind.');
    });
    await expect(undone).rejects.toThrow('Changed my mind.');
    sqlite.close();
  });
});
