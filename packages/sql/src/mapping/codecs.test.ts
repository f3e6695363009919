import { ScimError } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../dialects/dialect.ts';
import { create, documentOnly, list, modelOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import { mapUsers } from './mapping.ts';
import { type AppDatabase, appServers, onSqlite } from './test-support/app-database.ts';

interface Row {
  id: number;
  org: number;
  login: string;
  state: string;
  grade: string | null;
}

const mapping = mapUsers<Row>()({
  table: 'person',
  id: 'id',
  tenant: 'org',
  attributes: {
    userName: { column: 'login', compare: { kind: 'db-ci', by: 'lower' } },
    active: {
      columns: ['state'],
      read: ({ state }) => state === 'active',
      write: (active) => ({ state: active === false ? 'off' : 'active' }),
      eq: (active) => (active ? { column: 'state', value: 'active' } : { column: 'state', not: 'active' }),
    },
    title: {
      columns: ['grade'],
      read: ({ grade }) => {
        if (grade === 'broken') throw new RangeError('No such grade.');
        return grade ?? undefined;
      },
      write: (title) => {
        if (title === 'king')
          throw new ScimError(400, 'title: there is no king.', { scimType: 'invalidValue' });
        if (title === 'bug') throw new RangeError('A mistake.');
        return { grade: title ?? null };
      },
    },
  },
  rest: 'sidecar',
  onDelete: 'delete',
});

/** The status ignores letter case in the database, and does not in the codec. */
const tables: Readonly<Record<Engine, string>> = {
  sqlite:
    'create table person (id integer primary key, org int, login text, state text collate nocase, grade text)',
  postgres: 'create table person (id serial primary key, org int, login text, state citext, grade text)',
  mysql:
    'create table person (id int primary key auto_increment, org int, login varchar(99), state varchar(99), grade varchar(99))',
  mariadb:
    'create table person (id int primary key auto_increment, org int, login varchar(99), state varchar(99), grade varchar(99))',
};

const scope = { tenant: 'acme', connection: 'c', principal: 'p' };
const model = modelOf('User');

describe.each([['sqlite', onSqlite] as const, ...appServers])('codecs on %s', (_, start) => {
  let database: AppDatabase;
  const open = () => createMappedStore({ ...database.connection, users: mapping, organisation: () => 1 });
  beforeAll(async () => {
    database = await start();
    await database.query(tables[database.engine]);
    await open().migrate();
  }, 60_000);
  afterAll(() => database.end());

  it('decide what a value is, whatever the collation of the column says', async () => {
    const store = open();
    await create(store, scope, model, { userName: 'jo', active: true });
    await database.query("insert into person (org, login, state) values (1, 'shout', 'ACTIVE')");
    await store.adopt('acme');
    for (const [text, names] of [
      ['active eq true', ['jo']],
      ['active eq false', ['shout']],
      ['active ne true', ['shout']],
      ['not (active eq false)', ['jo']],
    ] as const) {
      const { resources } = await list(store, scope, model, { text });
      expect(
        resources.map(({ document }) => document.userName),
        text,
      ).toEqual(names);
    }
  });

  it('that fail say where, and what the client may know is passed on', async () => {
    const store = open();
    const king = create(store, scope, model, { userName: 'king', title: 'king' });
    await expect(king).rejects.toMatchObject({ name: 'ScimError', status: 400 });
    const bug = create(store, scope, model, { userName: 'bug', title: 'bug' });
    await expect(bug).rejects.toThrow('The codec of title cannot write to person.');
    const { after } = await create(store, scope, model, { userName: 'kim', title: 'x' });
    await database.query("update person set grade = 'broken' where login = 'kim'");
    const read = store.read(scope, 'User', after.id, documentOnly);
    await expect(read).rejects.toMatchObject({
      message: 'The codec of title cannot read a row of person.',
      cause: { message: 'No such grade.' },
    });
  });
});
