import { createScimServer, issueToken, type ScimServer, tokenAuthentication } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../dialects/dialect.ts';
import { createMappedStore } from './create-mapped-store.ts';
import { mapChild, mapGroups, mapUsers } from './mapping.ts';
import { type AppDatabase, appEngines } from './test-support/app-database.ts';

interface Person {
  id: number;
  org: string;
  login: string;
  login_key: string;
  nick: string | null;
  grade: string | null;
  shoe: number | null;
  title: string | null;
  family: string;
}

interface Phone {
  person: number;
  number: string;
}

const people = mapUsers<Person>()({
  table: 'person',
  id: 'id',
  tenant: 'org',
  attributes: {
    userName: { column: 'login', compare: { kind: 'key', column: 'login_key', maintained: 'application' } },
    nickName: 'nick',
    userType: 'grade',
    title: 'title',
    'name.familyName': 'family',
    displayName: {
      columns: ['shoe'],
      read: ({ shoe }) => shoe?.toString(),
      write: (size) => ({ shoe: size === undefined ? null : Number(size) }),
    },
    phoneNumbers: mapChild<Phone>()({ table: 'phone', fk: 'person', value: 'number' }),
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

/** Tables with rules: lengths, words, ranges, a key that the database makes, rows that others refer to, triggers. */
function rules(engine: Engine): readonly string[] {
  const isMysql = engine === 'mysql' || engine === 'mariadb';
  const id = {
    sqlite: 'integer primary key',
    postgres: 'serial primary key',
    mysql: 'int primary key auto_increment',
    mariadb: 'int primary key auto_increment',
  }[engine];
  const grade = {
    sqlite: "text check (grade in ('junior', 'senior'))",
    postgres: 'grade',
    mysql: "enum('junior', 'senior')",
    mariadb: "enum('junior', 'senior')",
  }[engine];
  const key = {
    sqlite: 'text generated always as (lower(login)) stored',
    postgres: 'text collate "C" generated always as (lower(login)) stored',
    mysql: 'varchar(100) collate utf8mb4_0900_bin generated always as (lower(login)) stored',
    mariadb: 'varchar(100) collate utf8mb4_nopad_bin generated always as (lower(login)) stored',
  }[engine];
  const width = engine === 'sqlite' ? ' check (length(nick) <= 8)' : '';
  const shoe = engine === 'sqlite' ? 'integer check (shoe between -32768 and 32767)' : 'smallint';
  const end = isMysql ? ' engine=innodb default charset=utf8mb4' : '';
  return [
    ...(engine === 'postgres' ? ["create type grade as enum ('junior', 'senior')"] : []),
    `create table person (id ${id}, org varchar(40) not null, login varchar(100) not null, login_key ${key}, nick varchar(8)${width}, grade ${grade}, shoe ${shoe}, title varchar(40), family varchar(40) not null, constraint person_title_check check (title <> 'king'))${end}`,
    'create unique index person_login on person (org, login_key)',
    `create table phone (person int not null references person (id), number varchar(12) not null${engine === 'sqlite' ? ' check (length(number) <= 12)' : ''})${end}`,
    'create index phone_person on phone (person)',
    `create table crew (id ${id}, org varchar(40) not null, name varchar(40) not null)${end}`,
    `create table crew_person (crew int not null, person int not null, primary key (crew, person), foreign key (person) references person (id))${end}`,
    'create index crew_person_of on crew_person (person)',
    `create table invoice (id ${id}, person int not null, foreign key (person) references person (id))${end}`,
    ...trigger(engine),
  ];
}

/** Nobody may be called by the name that the application keeps for itself. */
function trigger(engine: Engine): readonly string[] {
  switch (engine) {
    case 'sqlite':
      return [
        "create trigger person_root before insert on person when new.login = 'root' begin select raise(abort, 'internal words'); end",
      ];
    case 'postgres':
      return [
        "create function no_root() returns trigger language plpgsql as $$ begin if new.login = 'root' then raise exception 'internal words'; end if; return new; end $$",
        'create trigger person_root before insert on person for each row execute function no_root()',
      ];
    default:
      return [
        "create trigger person_root before insert on person for each row if new.login = 'root' then signal sqlstate '45000' set message_text = 'internal words'; end if",
      ];
  }
}

const base = 'http://app.example/scim/v2/acme';

describe.each(appEngines)('the rules of the application on %s', (_, start) => {
  let database: AppDatabase;
  let server: ScimServer;
  let token = '';
  beforeAll(async () => {
    database = await start();
    for (const statement of rules(database.engine)) await database.query(statement);
    const store = createMappedStore({ ...database.connection, users: people, groups: crews });
    await store.migrate();
    await store.createTenant({ slug: 'acme', appRef: 'acme', at: Date.now() });
    ({ token } = await issueToken(store, { org: 'acme' }));
    server = createScimServer({ store, authenticate: tokenAuthentication({ connections: store }) });
  }, 60_000);
  afterAll(() => database.end());

  const send = async (method: string, path: string, body?: unknown) => {
    const response = await server.fetch(
      new Request(`${base}${path}`, {
        method,
        headers: { 'content-type': 'application/scim+json', authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  };
  const user = (userName: string, more: object = {}) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    name: { familyName: 'Doe' },
    ...more,
  });

  it.each<[string, string, object, RegExp]>([
    ['is too long for its column', 'long', { nickName: 'nine char' }, /^nickName: /],
    ['is none of the words of its column', 'word', { userType: 'boss' }, /^userType: /],
    [
      'is out of the range of its column',
      'range',
      { displayName: '70000' },
      /^(displayName|One of the values): /,
    ],
    ['breaks a rule of the table', 'check', { title: 'king' }, /^title: /],
    ['is missing where there must be one', 'empty', { name: { givenName: 'Jo' } }, /^name\.familyName: /],
    [
      'is too long for a table of its own',
      'child',
      { phoneNumbers: [{ value: '1234567890123' }] },
      /^(phoneNumbers|One of the values): /,
    ],
  ])('a value that %s is a 400 in words', async (_title, userName, more, words) => {
    const { status, body } = await send('POST', '/Users', user(userName, more));
    expect(body).toMatchObject({ scimType: 'invalidValue', detail: expect.stringMatching(words) });
    expect(status).toBe(400);
    const [row] = await database.query('select count(*) as n from person where login = ?', [userName]);
    expect(Number(row?.n)).toBe(0);
    // The same by an update of somebody who is there.
    const made = await send('POST', '/Users', user(`${userName}.u`));
    const put = await send('PUT', `/Users/${made.body.id}`, user(`${userName}.u`, more));
    expect(put.body).toMatchObject({ scimType: 'invalidValue', detail: expect.stringMatching(words) });
    expect((await send('GET', `/Users/${made.body.id}`)).body.meta.version).toBe(made.body.meta.version);
  });

  it('a name that a generated key calls the same is a 409 that names it', async () => {
    expect((await send('POST', '/Users', user('Twice'))).status).toBe(201);
    const { status, body } = await send('POST', '/Users', user('tWICE'));
    expect(status).toBe(409);
    expect(body).toMatchObject({ scimType: 'uniqueness', detail: expect.stringContaining('userName') });
    const found = await send('GET', `/Users?filter=${encodeURIComponent('userName eq "TWICE"')}`);
    expect(found.body.totalResults).toBe(1);
  });

  it('a trigger that refuses is a 409 that says nothing of its words', async () => {
    const { status, body } = await send('POST', '/Users', user('root'));
    expect(status).toBe(409);
    expect(body.detail).toMatch(/the application refuses it/);
    expect(JSON.stringify(body)).not.toContain('internal words');
  });

  it('rows that others refer to are not removed, which is a 409 in words; what belonged to them is still there', async () => {
    const { body: made } = await send('POST', '/Users', user('billed', { phoneNumbers: [{ value: '1' }] }));
    const group = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Crew',
      members: [{ value: made.id }],
    };
    const { body: crew } = await send('POST', '/Groups', group);
    await database.query("insert into invoice (person) select id from person where login = 'billed'");
    const { status, body } = await send('DELETE', `/Users/${made.id}`);
    expect(status).toBe(409);
    expect(body.detail).toMatch(/other data of the application depends on it/);
    const read = await send('GET', `/Users/${made.id}`);
    expect(read.body.phoneNumbers).toEqual([{ value: '1' }]);
    expect((await send('GET', `/Groups/${crew.id}`)).body.members).toHaveLength(1);
    await database.query('delete from invoice');
    expect((await send('DELETE', `/Users/${made.id}`)).status).toBe(204);
  });
});
