import type { DatabaseSync } from 'node:sqlite';
import type { Stored, StoredDocument } from '@scimkit/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { create, documentOnly, everything, modelOf, nextOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import { accounts, openOther } from './test-support/other-schema.ts';

const model = modelOf('User');
const scope = { tenant: 'acme', connection: 'c', principal: 'p' };
let database: DatabaseSync;
let store: MappedStore;

beforeEach(async () => {
  database = openOther();
  store = createMappedStore({ sqlite: database, users: accounts });
  await store.migrate();
});

const user = async (attributes: StoredDocument): Promise<Stored> =>
  (await create(store, scope, model, { userName: 'jo', ...attributes })).after;

const replace = async (id: string, attributes: StoredDocument): Promise<Stored | undefined> => {
  const next = () => nextOf(model, { userName: 'jo', ...attributes });
  return (await store.update(scope, 'User', id, { at: 9, deltas: [], want: everything, next }))?.after;
};

const mail = () => database.prepare('select mail from account').get()?.mail;
const phones = () =>
  database.prepare('select number, kind, main, verified_at from account_phone order by number').all();

describe('a list of which one element has a column', () => {
  it.each<[string, readonly StoredDocument[], string | null]>([
    [
      'the one of the type',
      [
        { value: 'h@x', type: 'home', primary: true },
        { value: 'w@x', type: 'Work' },
      ],
      'w@x',
    ],
    ['else the primary one', [{ value: 'a@x' }, { value: 'b@x', primary: true, display: 'B' }], 'b@x'],
    ['else the first', [{ type: 'home' }, { value: 'a@x', type: 'home' }, { value: 'b@x' }], 'a@x'],
    ['none without a value', [{ type: 'work', display: 'x' }], null],
  ])('puts %s into it, and keeps the others', async (_, emails, column) => {
    const { id, document } = await user({ emails });
    expect(mail()).toBe(column);
    expect(document.emails).toEqual(emails);
    expect((await store.read(scope, 'User', id, documentOnly))?.document.emails).toEqual(emails);
  });

  it('shows what the application writes', async () => {
    const { id } = await user({ emails: [{ value: 'h@x', type: 'home' }] });
    const emails = async () => (await store.read(scope, 'User', id, documentOnly))?.document.emails;
    database.exec("update account set mail = 'new@x'");
    expect(await emails()).toEqual([{ value: 'new@x', type: 'home' }]);
    database.exec('update account set mail = null');
    expect(await emails()).toBeUndefined();
    expect((await replace(id, { emails: [{ value: 'w@x', type: 'work' }] }))?.document.emails).toEqual([
      { value: 'w@x', type: 'work' },
    ]);
  });

  it('calls the address of a row that SCIM has never written the one of the type', async () => {
    database.exec(
      "insert into account (uid, org, login, mail, made, changed) values ('u', 'acme', 'ada', 'ada@x', 1, 2)",
    );
    const read = await store.read(scope, 'User', 'u', documentOnly);
    expect(read).toMatchObject({ created: 1, modified: 2 });
    expect(read?.document).toEqual({
      schemas: [model.schema],
      userName: 'ada',
      emails: [{ value: 'ada@x', type: 'work', primary: true }],
    });
  });
});

describe('a list that is a table', () => {
  it('has a row for each element, and keeps what rows cannot say', async () => {
    const phoneNumbers = [
      { value: '2', type: 'work', primary: true, display: 'two' },
      { value: '1', primary: false },
      { type: 'fax', display: 'no number' },
      { value: '2', type: 'home' },
    ];
    const { id, document } = await user({ phoneNumbers });
    expect(document.phoneNumbers).toEqual(phoneNumbers);
    expect(phones()).toEqual([
      { number: '1', kind: null, main: 0, verified_at: null },
      { number: '2', kind: 'work', main: 1, verified_at: null },
    ]);
    database.exec("update account_phone set verified_at = 'yes'");
    const fewer = [{ value: '3' }, { value: '2', type: 'mobile' }];
    expect((await replace(id, { phoneNumbers: fewer }))?.document.phoneNumbers).toEqual(fewer);
    expect(phones()).toEqual([
      { number: '2', kind: 'mobile', main: 0, verified_at: 'yes' },
      { number: '3', kind: null, main: 0, verified_at: null },
    ]);
  });

  it('shows rows that the application adds, with another version', async () => {
    const made = await user({ phoneNumbers: [{ value: '1' }] });
    database.exec(
      `insert into account_phone (account, number, kind, main) values ('${made.id}', '0', 'home', 1)`,
    );
    database.exec('update account set version = version + 1');
    const read = await store.read(scope, 'User', made.id, documentOnly);
    expect(read?.document.phoneNumbers).toEqual([
      { value: '1' },
      { value: '0', type: 'home', primary: true },
    ]);
    expect(read?.version).not.toBe(made.version);
  });
});

describe('a removed account that stays', () => {
  it('is deactivated and not seen any more, though it has an id of its own', async () => {
    const { id } = await user({ active: true, title: 'x' });
    await store.remove(scope, 'User', id, { at: 3 });
    expect(await store.read(scope, 'User', id, documentOnly)).toBeUndefined();
    expect(await store.remove(scope, 'User', id, { at: 4 })).toBeUndefined();
    expect(database.prepare('select enabled from account').get()?.enabled).toBe(0);
    await expect(user({})).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is there again, under its id, where rows may be adopted', async () => {
    const { id } = await user({ active: true, title: 'x' });
    await store.remove(scope, 'User', id, { at: 3 });
    const adopting = createMappedStore({
      sqlite: database,
      users: { ...accounts, onExisting: 'adopt-if-unlinked' },
    });
    const { after } = await create(adopting, scope, model, { userName: 'JO', active: true });
    expect(after.id).toBe(id);
    expect(after.document).toEqual({ schemas: [model.schema], userName: 'JO', active: true });
  });
});

describe('a JSON column for the rest', () => {
  it('is data, whatever it is called in there', async () => {
    database.exec('alter table account add column extra text');
    const inColumn = createMappedStore({
      sqlite: database,
      users: { ...accounts, rest: { column: 'extra' } },
    });
    const { after } = await create(inColumn, scope, model, { userName: 'jo', title: 'x' });
    expect(database.prepare('select extra from account').get()?.extra).toContain('"title":"x"');
    database.exec(`update account set extra = '{"rest":{"__proto__":{"polluted":1},"title":"y"},"parts":7}'`);
    const read = await inColumn.read(scope, 'User', after.id, documentOnly);
    expect(read?.document.title).toBe('y');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Object.getPrototypeOf(read?.document)).toBe(Object.prototype);
  });
});
