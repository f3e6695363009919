import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { create, everything, modelOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import { mapGroups, mapUsers } from './mapping.ts';

interface Row {
  id: number;
  org: string;
  login: string;
  made: number;
  changed: number;
}

const times = {
  'meta.created': { column: 'made', as: 'milliseconds' },
  'meta.lastModified': { column: 'changed', as: 'milliseconds' },
} as const;
const users = mapUsers<Row>()({
  table: 'person',
  id: 'id',
  publicId: 'id',
  tenant: 'org',
  attributes: { userName: { column: 'login', compare: { kind: 'db-ci', by: 'lower' } }, ...times },
  rest: 'sidecar',
  onDelete: 'delete',
});
const groups = mapGroups<Row & { name: string }, { crew: number; person: number }>()({
  table: 'crew',
  id: 'id',
  publicId: 'id',
  tenant: 'org',
  attributes: { displayName: 'name', ...times },
  members: { table: 'crew_person', group: 'crew', member: 'person' },
  nested: { table: 'crew_crew', group: 'outside', member: 'inside' },
  rest: 'sidecar',
  onDelete: 'delete',
});

const scope = { tenant: 'acme', connection: 'c', principal: 'p' };
const attribute = modelOf('Group').membership;
let database: DatabaseSync;
let store: MappedStore;

beforeEach(async () => {
  database = new DatabaseSync(':memory:');
  database.exec(`
    create table person (id integer primary key, org text not null, login text not null, made integer not null, changed integer not null);
    create unique index person_login on person (org, lower(login));
    create unique index person_id on person (org, id);
    create table crew (id integer primary key, org text not null, name text not null, made integer not null, changed integer not null);
    create unique index crew_id on crew (org, id);
    create table crew_person (crew integer not null, person integer not null, primary key (crew, person));
    create index crew_person_of on crew_person (person);
    create table crew_crew (outside integer not null, inside integer not null, primary key (outside, inside));
    create index crew_crew_of on crew_crew (inside);
    insert into person values (1, 'acme', 'ada', 5, 5), (2, 'acme', 'bob', 5, 5);
    insert into crew values (1, 'acme', 'Staff', 5, 5), (2, 'acme', 'Board', 5, 5);
  `);
  store = createMappedStore({ sqlite: database, users, groups });
  await store.migrate();
});

const change = async (id: string, add: readonly string[], remove: readonly string[] = [], at = 6) => {
  if (attribute === undefined) throw new Error('Groups have members.');
  const delta = {
    attribute,
    clear: false,
    add: add.map((each) => ({ id: each })),
    remove,
    unknownMembers: 'reject',
  } as const;
  return store.update(scope, 'Group', id, { at, deltas: [delta], want: everything });
};

describe('groups that only the application has written', () => {
  it('have another version with each change of their members, in the same millisecond, too', async () => {
    const before = await store.read(scope, 'Group', '1', everything);
    const versions = new Set([before?.version]);
    for (const [add, remove] of [
      [['2'], []],
      [[], ['2']],
      [['2'], []],
    ] as const) {
      const applied = await change('1', add, remove, 5);
      expect(applied?.changed).toBe(true);
      versions.add(applied?.after.version);
    }
    expect(versions.size).toBe(4);
    expect((await change('1', ['2']))?.changed).toBe(false);
  });

  it('have another version when a member is removed', async () => {
    database.exec('insert into crew_person values (2, 2)');
    const before = await store.read(scope, 'Group', '2', everything);
    await store.remove(scope, 'User', '2', { at: 9 });
    const after = await store.read(scope, 'Group', '2', everything);
    expect(after?.members).toEqual([]);
    expect(after?.version).not.toBe(before?.version);
  });
});

describe('users and groups that are counted by themselves', () => {
  it('are told apart where the reference has a type, and a reference without one is a user', async () => {
    const applied = await change('2', ['1']);
    expect(applied?.added).toEqual([{ type: 'User', id: '1', display: 'ada' }]);
    if (attribute === undefined) throw new Error('Groups have members.');
    const add = [{ id: '1', type: 'Group' }];
    const delta = { attribute, clear: false, add, remove: [], unknownMembers: 'reject' } as const;
    const nested = await store.update(scope, 'Group', '2', { at: 7, deltas: [delta], want: everything });
    expect(nested?.added).toEqual([{ type: 'Group', id: '1', display: 'Staff' }]);
  });

  it('are what verify warns of', async () => {
    const findings = await store.verify();
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^person and crew both count their rows, so a User and a Group can have the same id/,
      ),
    ]);
  });

  it('a new one has the number that the database gives it', async () => {
    const { after } = await create(store, scope, modelOf('User'), { userName: 'kim' });
    expect(after.id).toBe('3');
    expect((await store.read(scope, 'User', '3', everything))?.version).toBe(after.version);
  });
});
