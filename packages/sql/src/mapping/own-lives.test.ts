import type { Scope, Stored, StoredDocument } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, documentOnly, everything, list, modelOf, nextOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import type { UserMapping } from './mapping.ts';
import { type AppDatabase, appEngines } from './test-support/app-database.ts';
import { crmMappings, makeCrm, makeOrganization } from './test-support/crm-schema.ts';

const userModel = modelOf('User');
const groupModel = modelOf('Group');

describe.each(appEngines)('rows that come and go on %s', (_, start) => {
  let database: AppDatabase;
  let store: MappedStore;
  let scope: Scope;
  let org: number;
  const open = (change: Partial<UserMapping> = {}): MappedStore => {
    const { users, groups } = crmMappings(database.engine);
    return createMappedStore({ ...database.connection, users: { ...users, ...change }, groups });
  };
  beforeAll(async () => {
    database = await start();
    await makeCrm(database);
    store = open();
    await store.migrate();
    org = await makeOrganization(database);
    const { id } = await store.createTenant({ slug: 'acme', appRef: String(org), at: 0 });
    scope = { tenant: id, connection: 'c', principal: 'p' };
  }, 60_000);
  afterAll(() => database.end());

  const user = async (userName: string, more: StoredDocument = {}): Promise<Stored> =>
    (await create(store, scope, userModel, { userName, ...more })).after;
  const count = async (text: string) => (await list(store, scope, userModel, { text })).total;
  const signUp = (email: string) =>
    database.query('insert into users (organization_id, email, locale) values (?, ?, ?)', [org, email, 'de']);

  it('a removed user is marked, frees the name, is in no list and in no group, and comes back as somebody else', async () => {
    const first = await user('Gone@example.com', { externalId: 'x1' });
    const members = [{ id: first.id }];
    const group = (await create(store, scope, groupModel, { displayName: 'All' }, { members })).after;
    await store.remove(scope, 'User', first.id, { at: 1_700_000_000_000 });
    expect(await count('userName eq "gone@example.com"')).toBe(0);
    expect(await count('externalId eq "x1"')).toBe(0);
    const after = await store.read(scope, 'Group', group.id, everything);
    expect(after?.members).toEqual([]);
    expect(after?.version).not.toBe(group.version);
    const again = await user('gone@example.com', { externalId: 'x1' });
    expect(again.id).not.toBe(first.id);
    const rows = await database.query('select deleted_at from users order by id');
    expect(rows.map((row) => row.deleted_at !== null)).toEqual([true, false]);
  });

  it('a user whom the application marks is gone, and there again when the mark is', async () => {
    const made = await user('mark@example.com');
    const mark = (value: string) =>
      database.query(`update users set deleted_at = ${value} where email = 'mark@example.com'`);
    await mark("'2026-01-01 00:00:00'");
    expect(await store.read(scope, 'User', made.id, documentOnly)).toBeUndefined();
    expect(await store.remove(scope, 'User', made.id, { at: 1 })).toBeUndefined();
    const change = {
      at: 1,
      deltas: [],
      want: documentOnly,
      next: () => nextOf(userModel, { userName: 'x' }),
    };
    expect(await store.update(scope, 'User', made.id, change)).toBeUndefined();
    await mark('null');
    expect((await store.read(scope, 'User', made.id, documentOnly))?.version).toBe(made.version);
  });

  it('a removed row that stays as it was is not adopted again by accident, and is by a create that may', async () => {
    const adopting = open({ onDelete: 'deactivate', onExisting: 'adopt-if-unlinked' });
    const made = (await create(adopting, scope, userModel, { userName: 'stay@example.com', active: true }))
      .after;
    await adopting.remove(scope, 'User', made.id, { at: 1 });
    const rows = await database.query("select status from users where email = 'stay@example.com'");
    expect(rows).toEqual([{ status: 'suspended' }]);
    const linked = await adopting.adopt(scope.tenant);
    expect(linked.linked).toBe(0);
    expect(await count('userName eq "stay@example.com"')).toBe(0);
    const back = (await create(adopting, scope, userModel, { userName: 'STAY@example.com', active: true }))
      .after;
    expect(back.id).not.toBe(made.id);
    expect(await count('userName eq "stay@example.com" and active eq true')).toBe(1);
  });

  it('a name that the database cannot fold is taken all the same, and found by its own spelling and another', async () => {
    await signUp('JOSÉ@example.com');
    for (let index = 0; index < 250; index += 1) await signUp(`ö${index}@example.com`);
    await expect(user('josé@example.com')).rejects.toMatchObject({
      code: 'conflict',
      attribute: { path: 'userName' },
    });
    await store.adopt(scope.tenant);
    const filter = list(store, scope, userModel, { text: 'userName eq "josé@example.com"' });
    // It is a proposal; core looks at each.
    const names = (await filter).resources.map(({ document }) => document.userName);
    expect(names).toContain('JOSÉ@example.com');
    expect(names).not.toContain('gone@example.com');
  });

  it('purge leaves the rows of the application alone, and nothing of ours', async () => {
    const other = await makeOrganization(database);
    const { id } = await store.createTenant({ slug: 'bye', appRef: String(other), at: 0 });
    const bye = { ...scope, tenant: id };
    for (let index = 0; index < 7; index += 1) {
      await create(store, bye, userModel, { userName: `u${index}`, emails: [{ value: `u${index}@x` }] });
    }
    let calls = 0;
    while (!(await store.purge(id, 3)).done) calls += 1;
    expect(calls).toBeGreaterThan(1);
    const rows = await database.query('select count(*) as n from users where organization_id = ?', [other]);
    expect(Number(rows[0]?.n)).toBe(7);
    expect(await store.tenantBySlug('bye')).toBeUndefined();
    for (const table of ['scim_link', 'scim_value']) {
      const left = await database.query(`select count(*) as n from ${table} where tenant_id = ?`, [id]);
      expect(Number(left[0]?.n)).toBe(0);
    }
    expect(await count('userName pr')).toBeGreaterThan(0);
  });
});
