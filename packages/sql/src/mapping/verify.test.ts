import { DatabaseSync } from 'node:sqlite';
import { defineResourceType, User, UserSchema } from '@scimkit/core';
import { describe, expect, it } from 'vitest';
import { create, documentOnly, modelOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import { mapGroups, mapUsers, type UserMapping } from './mapping.ts';
import { openApp, teams, users } from './test-support/app-schema.ts';
import { accounts, openOther } from './test-support/other-schema.ts';
import { members, openPgApp, squads } from './test-support/pg-schema.ts';

interface Row {
  id: number;
  org: string;
  login: string;
  first: string;
  plan: string;
}

const plain = mapUsers<Row>()({
  table: 'person',
  id: 'id',
  tenant: 'org',
  attributes: {
    userName: { column: 'login', compare: { kind: 'db-ci', by: 'lower' } },
    'name.givenName': 'first',
  },
  rest: 'sidecar',
  onDelete: 'delete',
});
const crews = mapGroups<{ id: number; org: string; name: string }, { crew: number; person: number }>()({
  table: 'crew',
  id: 'id',
  tenant: 'org',
  attributes: { displayName: 'name' },
  members: { table: 'crew_person', group: 'crew', member: 'person' },
  rest: 'sidecar',
  onDelete: 'delete',
});

const ddl = `
create table person (id integer primary key, org text not null, login text not null, first text not null, plan text not null);
create table crew (id integer primary key, org text not null, name text not null);
create table crew_person (crew integer not null, person integer not null);
`;

function openPlain(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(ddl);
  return database;
}

describe('verify', () => {
  it('finds nothing wrong with tables that fit', async () => {
    expect(await createMappedStore({ sqlite: openApp(), users, groups: teams }).verify()).toEqual([]);
    expect(await createMappedStore({ sqlite: openOther(), users: accounts }).verify()).toEqual([]);
  });

  it('finds nothing wrong on PostgreSQL, either', async () => {
    const pglite = await openPgApp();
    expect(await createMappedStore({ pglite, users: members, groups: squads }).verify()).toEqual([]);
    await pglite.exec('alter table app_member drop constraint app_member_workspace_login_key');
    await pglite.exec('drop index app_squad_squad_of');
    const findings = await createMappedStore({ pglite, users: members, groups: squads }).verify();
    for (const { ddl } of findings) await pglite.exec(ddl ?? '');
    expect(findings.map(({ column }) => column)).toEqual(['login', 'inner_id']);
    expect(await createMappedStore({ pglite, users: members, groups: squads }).verify()).toEqual([]);
    await pglite.close();
  }, 60_000);

  it('says what is wrong, and its statements mend it', async () => {
    const database = openPlain();
    const findings = await createMappedStore({ sqlite: database, users: plain, groups: crews }).verify();
    expect(findings.map(({ table, column, severity }) => [severity, table, column])).toEqual([
      ['warning', 'person', 'plan'],
      ['warning', 'person', 'first'],
      ['warning', 'person', 'login'],
      ['warning', 'crew_person', undefined],
      ['warning', 'crew_person', 'person'],
    ]);
    for (const { ddl, message } of findings) {
      expect(message).toMatch(/\.$/);
      database.exec(ddl ?? '');
    }
    const left = await createMappedStore({ sqlite: database, users: plain, groups: crews }).verify();
    expect(left.map(({ column }) => column)).toEqual(['plan', 'first']);
  });

  it.each([
    ['drop table crew_person', 'There is no table crew_person.'],
    ['alter table person drop column login', 'The table person has no column login.'],
  ])('after "%s" the store refuses to work, in words', async (change, words) => {
    const database = openPlain();
    database.exec(change);
    const store = createMappedStore({ sqlite: database, users: plain, groups: crews });
    expect((await store.verify()).map(({ message }) => message)).toEqual([words]);
    await store.migrate();
    const scope = { tenant: 'acme', connection: 'c', principal: 'p' };
    const refusal = { code: 'unavailable', message: words };
    await expect(store.read(scope, 'User', 'x', documentOnly)).rejects.toMatchObject(refusal);
    // Once it is mended, the same store works.
    database.exec('drop table if exists person; drop table if exists crew; drop table if exists crew_person');
    database.exec(ddl);
    expect(await store.read(scope, 'User', 'x', documentOnly)).toBeUndefined();
  });
});

describe('what is missing at the start is said', () => {
  const scope = { tenant: 'acme', connection: 'c', principal: 'p' };

  it('when nobody has migrated', async () => {
    const store = createMappedStore({ sqlite: openPlain(), users: plain });
    await expect(store.check()).rejects.toMatchObject({ code: 'unavailable', message: /migrate\(\)/ });
  });

  it('when a tenant has no organisation', async () => {
    const store = createMappedStore({ sqlite: openPlain(), users: plain });
    await store.migrate();
    const { id } = await store.createTenant({ slug: 'acme', at: 0 });
    const read = store.read({ ...scope, tenant: id }, 'User', 'x', documentOnly);
    await expect(read).rejects.toMatchObject({ code: 'unavailable', message: /appRef/ });
  });

  it('when groups are asked for that are not mapped', async () => {
    const store = createMappedStore({ sqlite: openPlain(), users: plain });
    await store.migrate();
    const made = create(store, scope, modelOf('Group'), { displayName: 'Staff' });
    await expect(made).rejects.toMatchObject({ code: 'unsupported', message: /Group is not mapped/ });
  });

  it('when `defaults` do not satisfy `where`', async () => {
    const mapping: UserMapping = { ...plain, where: { plan: 'paid' }, defaults: { plan: 'free' } };
    const store = createMappedStore({ sqlite: openPlain(), users: mapping });
    await store.migrate();
    const attributes = { userName: 'jo', name: { givenName: 'Jo' } };
    const made = create(store, scope, modelOf('User'), attributes);
    await expect(made).rejects.toMatchObject({ code: 'unsupported', message: /`defaults`/ });
  });
});

describe('a mapping that cannot work is refused at once', () => {
  const attributes = plain.attributes;
  it.each<[string, Partial<UserMapping>, RegExp]>([
    ['without userName', { attributes: {} }, /userName has to be in a column/],
    [
      'with an unknown path',
      { attributes: { ...attributes, 'name.first': 'first' } },
      /no attribute "name.first"/,
    ],
    ['with a list in a column', { attributes: { ...attributes, emails: 'first' } }, /no single value/],
    ['with a part of a list', { attributes: { ...attributes, 'emails.value': 'first' } }, /no single value/],
    ['with ids among the attributes', { attributes: { ...attributes, id: 'id' } }, /publicId/],
    [
      'with binary comparison of what ignores letter case',
      { attributes: { userName: { column: 'login', compare: { kind: 'binary' } } } },
      /would miss values/,
    ],
    ['with ids of its own and no times', { publicId: 'id' }, /meta.created/],
    ['with deactivation and no `active`', { onDelete: 'deactivate' }, /`active`/],
  ])('%s', (_, change, words) => {
    const open = () => createMappedStore({ sqlite: openPlain(), users: { ...plain, ...change } });
    expect(open).toThrow(words);
    expect(open).toThrow(TypeError);
  });
});

describe('definitions that index more than before', () => {
  const Indexed = defineResourceType({
    ...User,
    schema: {
      ...UserSchema,
      attributes: { ...UserSchema.attributes, title: { ...UserSchema.attributes.title, indexed: true } },
    },
  });

  it('are believed once resources have the keys', async () => {
    const database = openOther();
    const scope = { tenant: 'acme', connection: 'c', principal: 'p' };
    const before = createMappedStore({ sqlite: database, users: accounts });
    await before.migrate();
    await create(before, scope, modelOf('User'), { userName: 'jo', title: 'Engineer' });
    const after = createMappedStore({ sqlite: database, users: accounts, resourceTypes: [Indexed] });
    const title = [...modelOf('User').byId.values()].find(({ path }) => path === 'title');
    if (title === undefined) throw new Error('Users have titles.');
    const attribute = { ...title, indexed: true };
    await after.check();
    expect(after.supports.compare(attribute, 'eq')).toBe('none');
    expect(await after.reindex()).toBe(1);
    expect(after.supports.compare(attribute, 'eq')).toBe('exact');
    const filter = { kind: 'compare', attribute, op: 'eq', key: 'engineer' } as const;
    const page = { kind: 'index', offset: 0, limit: 10 } as const;
    const list = await after.list(scope, 'User', { filter, page, total: 'exact', want: documentOnly });
    expect(list.total).toBe(1);
    expect(await after.reindex()).toBe(0);
  });
});
