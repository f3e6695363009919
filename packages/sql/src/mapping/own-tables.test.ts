import type { DatabaseSync } from 'node:sqlite';
import { compileFilter, matches, type Scope, type Stored, type StoredDocument } from '@scimkit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { create, documentOnly, everything, modelOf, nextOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import type { UserMapping } from './mapping.ts';
import { makeOrganisation, openApp, teams, users } from './test-support/app-schema.ts';

const userModel = modelOf('User');
const groupModel = modelOf('Group');
const at = 1_700_000_000_000;

let database: DatabaseSync;
let store: MappedStore;
let scope: Scope;
let org: number;

async function open(mapping: UserMapping = users): Promise<void> {
  database = openApp();
  store = createMappedStore({ sqlite: database, users: mapping, groups: teams });
  await store.migrate();
  org = makeOrganisation(database);
  const { id } = await store.createTenant({ slug: 'acme', appRef: String(org), at });
  scope = { tenant: id, connection: 'okta', principal: 'test' };
}

beforeEach(() => open());
afterEach(() => database.close());

const user = async (userName: string, attributes: StoredDocument = {}): Promise<Stored> =>
  (await create(store, scope, userModel, { userName, ...attributes })).after;

const group = async (displayName: string, members: readonly string[] = []): Promise<Stored> =>
  (await create(store, scope, groupModel, { displayName }, { members: members.map((id) => ({ id })) })).after;

const rowOf = (email: string) => database.prepare('select * from users where email = ?').get(email);

/** A row as the application makes it. */
function signUp(email: string, status = 'active'): number {
  const { lastInsertRowid } = database
    .prepare(
      "insert into users (org_id, email, email_key, first_name, status, plan) values (?, ?, ?, 'Ada', ?, 'pro')",
    )
    .run(org, email, email.toLowerCase(), status);
  return Number(lastInsertRowid);
}

async function find(text: string, mapped = store): Promise<readonly string[]> {
  const filter = compileFilter(userModel, text);
  const names: string[] = [];
  for await (const stored of mapped.scan(scope, 'User', filter, everything)) {
    if (matches(filter, stored)) names.push(String(stored.document.userName));
  }
  return names.sort();
}

const set = (id: string, attributes: StoredDocument) =>
  store.update(scope, 'User', id, {
    at: at + 1000,
    deltas: [],
    want: everything,
    next: ({ document }) => nextOf(userModel, { ...document, ...attributes }),
  });

describe('a user made by SCIM', () => {
  it('is a row like any other, with everything else in the sidecar', async () => {
    const made = await user('Jo.Doe@Example.com', {
      externalId: '00u1',
      name: { givenName: 'Jo', familyName: 'Doe', formatted: 'Jo Doe' },
      active: true,
      title: 'Engineer',
    });
    expect(rowOf('Jo.Doe@Example.com')).toMatchObject({
      org_id: org,
      email_key: 'jo.doe@example.com',
      first_name: 'Jo',
      last_name: 'Doe',
      status: 'active',
      plan: 'free',
    });
    expect(made.document).toEqual({
      schemas: [userModel.schema],
      externalId: '00u1',
      userName: 'Jo.Doe@Example.com',
      name: { formatted: 'Jo Doe', givenName: 'Jo', familyName: 'Doe' },
      title: 'Engineer',
      active: true,
    });
  });

  it('leaves columns alone whose attributes have not changed', async () => {
    const { id } = await user('jo@example.com', { active: false });
    database.exec("update users set status = 'invited', plan = 'pro'");
    const applied = await set(id, { title: 'x' });
    expect(applied?.changed).toBe(true);
    expect(rowOf('jo@example.com')).toMatchObject({ status: 'invited', plan: 'pro' });
  });

  it('is gone for SCIM when it is removed, and a deleted row for the application', async () => {
    const made = await user('jo@example.com');
    await store.remove(scope, 'User', made.id, { at });
    expect(await store.read(scope, 'User', made.id, documentOnly)).toBeUndefined();
    expect(rowOf('jo@example.com')?.deleted_at).toBe('2023-11-14T22:13:20.000Z');
    const again = await user('jo@example.com');
    expect(again.id).not.toBe(made.id);
  });
});

describe('rows that the application changes', () => {
  it('have another version, and show what they hold now', async () => {
    const made = await user('jo@example.com', { name: { givenName: 'Jo' }, externalId: 'x' });
    database.exec("update users set first_name = 'Joan'");
    const read = await store.read(scope, 'User', made.id, documentOnly);
    expect(read?.document.name).toEqual({ givenName: 'Joan' });
    expect(read?.document.externalId).toBe('x');
    expect(read?.version).not.toBe(made.version);
    const late = { at: at + 1, deltas: [], want: documentOnly, ifVersion: made.version };
    await expect(store.update(scope, 'User', made.id, late)).rejects.toMatchObject({ code: 'version' });
    database.exec('update users set plan = plan');
    expect((await store.read(scope, 'User', made.id, documentOnly))?.version).toBe(read?.version);
  });

  it('are no resources any more when they do not exist any more', async () => {
    const { id } = await user('jo@example.com');
    database.exec('delete from users');
    expect(await store.read(scope, 'User', id, documentOnly)).toBeUndefined();
    expect(await store.adopt(scope.tenant)).toEqual({ linked: 0, pruned: 1 });
  });
});

describe('rows that the application has made', () => {
  it('are no resources, and keep their names to themselves', async () => {
    signUp('Ada@example.com');
    expect(await find('userName pr')).toEqual([]);
    await expect(user('ada@example.com')).rejects.toMatchObject({
      code: 'conflict',
      attribute: { path: 'userName' },
    });
  });

  it('are linked where that is the policy, and lose nothing', async () => {
    database.close();
    await open({ ...users, onExisting: 'adopt-if-unlinked' });
    const row = signUp('Ada@example.com');
    const adopted = await user('ada@example.com', { title: 'Countess' });
    expect(rowOf('ada@example.com')).toMatchObject({ id: row, plan: 'pro', first_name: 'Ada' });
    expect(adopted.document).toMatchObject({ title: 'Countess', name: { givenName: 'Ada' } });
    await expect(user('ADA@example.com')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('are resources after `adopt`, of one tenant', async () => {
    for (let index = 0; index < 310; index += 1) signUp(`u${index}@example.com`);
    const other = makeOrganisation(database);
    database.exec(
      `insert into users (org_id, email, email_key, plan) values (${other}, 'b@b', 'b@b', 'pro')`,
    );
    expect(await store.adopt(scope.tenant)).toEqual({ linked: 310, pruned: 0 });
    expect(await store.adopt(scope.tenant)).toEqual({ linked: 0, pruned: 0 });
    expect(await find('userName eq "U7@example.com"')).toEqual(['u7@example.com']);
    expect((await find('userName pr')).length).toBe(310);
  });
});

describe('filters', () => {
  beforeEach(async () => {
    await user('a@example.com', { active: true, name: { givenName: 'Ada' }, title: 'x' });
    await user('b@example.com', { active: false, title: 'y' });
    await user('c@example.com');
  });

  it.each([
    ['userName eq "A@EXAMPLE.COM"', 'exact', ['a@example.com']],
    ['userName sw "b"', 'exact', ['b@example.com']],
    ['active eq true', 'exact', ['a@example.com']],
    ['active eq false', 'exact', ['b@example.com']],
    ['not (active eq true)', 'exact', ['b@example.com', 'c@example.com']],
    ['active ne true', 'exact', ['b@example.com', 'c@example.com']],
    ['name.givenName eq "ada"', 'none', ['a@example.com']],
    ['name.givenName pr', 'exact', ['a@example.com']],
    ['title eq "x" or userName sw "c"', 'none', ['a@example.com', 'c@example.com']],
  ])('%s is %s', async (text, support, names) => {
    const filter = compileFilter(userModel, text);
    expect(await find(text)).toEqual(names);
    if (support !== 'exact') return;
    const page = { kind: 'index', offset: 0, limit: 10 } as const;
    const list = await store.list(scope, 'User', { filter, page, total: 'exact', want: documentOnly });
    expect(list.resources.map(({ document }) => document.userName).sort()).toEqual(names);
    expect(list.total).toBe(names.length);
  });
});

describe('groups', () => {
  it('give new members the default role, and leave roles of others alone', async () => {
    const [jo, kim] = [await user('jo@example.com'), await user('kim@example.com')];
    const staff = await group('Staff', [jo.id]);
    database.exec("update team_members set role = 'owner'");
    const attribute = groupModel.membership;
    if (attribute === undefined) throw new Error('Groups have members.');
    const add = [{ id: jo.id }, { id: kim.id }];
    const delta = { attribute, clear: true, add, remove: [], unknownMembers: 'reject' } as const;
    const applied = await store.update(scope, 'Group', staff.id, { at, deltas: [delta], want: documentOnly });
    expect(applied?.added.map(({ id }) => id)).toEqual([kim.id]);
    const roles = database.prepare('select role from team_members order by user_id').all();
    expect(roles.map(({ role }) => role)).toEqual(['owner', 'member']);
  });

  it('keep members that identity providers do not see', async () => {
    const hidden = signUp('hidden@example.com');
    const staff = await group('Staff');
    database.exec(`insert into team_members select id, ${hidden}, 'owner' from teams`);
    const read = await store.read(scope, 'Group', staff.id, everything);
    expect(read?.members).toEqual([]);
    const attribute = groupModel.membership;
    if (attribute === undefined) throw new Error('Groups have members.');
    const delta = { attribute, clear: true, add: [], remove: [], unknownMembers: 'reject' } as const;
    const applied = await store.update(scope, 'Group', staff.id, { at, deltas: [delta], want: documentOnly });
    expect(applied?.changed).toBe(false);
    expect(database.prepare('select count(*) as n from team_members').get()?.n).toBe(1);
  });

  it('are added to without a look at who is in them', async () => {
    const statements: string[] = [];
    const logged = createMappedStore({
      sqlite: database,
      users,
      groups: teams,
      log: ({ text }) => statements.push(text),
    });
    const [jo, kim] = [await user('jo@example.com'), await user('kim@example.com')];
    const staff = await group('Staff', [jo.id]);
    const attribute = groupModel.membership;
    if (attribute === undefined) throw new Error('Groups have members.');
    const delta = {
      attribute,
      clear: false,
      add: [{ id: kim.id }],
      remove: [],
      unknownMembers: 'reject',
    } as const;
    await logged.read(scope, 'Group', staff.id, documentOnly);
    statements.length = 0;
    await logged.update(scope, 'Group', staff.id, { at, deltas: [delta], want: documentOnly });
    const looks = statements.filter((text) => text.includes('team_members'));
    expect(looks.length).toBe(2);
    expect(looks[0]).toContain('json_each');
    expect(looks[1]).toMatch(/^insert into "team_members"/);
  });
});
