import { expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import { create, everything, list, modelOf, scopeOf, temporaryFolder } from './test-support/tenant.ts';

const file = temporaryFolder();
const [user, group] = [modelOf('User'), modelOf('Group')];

async function open() {
  const store = createSqlStore({ sqlite: file('restart.db') });
  await store.migrate();
  return store;
}

it('has everything again after it was closed and opened', async () => {
  const before = await open();
  const tenant = await before.createTenant({ slug: 'acme', appRef: 'org_1', at: 5 });
  const scope = scopeOf(tenant.id);
  const named = scopeOf('the application names it');
  const jo = await create(before, scope, user, {
    userName: 'jo',
    externalId: 'x',
    emails: [{ value: 'jo@a.example' }],
  });
  const staff = await create(
    before,
    scope,
    group,
    { displayName: 'Staff' },
    { members: [{ id: jo.after.id }] },
  );
  const other = await create(before, named, user, { userName: 'jo' }, { id: 'role-1' });
  const digest = new Uint8Array(32).fill(7);
  await before.addToken({ id: 'token', tenant: tenant.id, digest, label: 'Okta', createdAt: 6 });
  await before.close();

  const after = await open();
  expect(await after.tenantBySlug('acme')).toEqual(tenant);
  expect((await after.tokenByDigest(tenant.id, digest))?.label).toBe('Okta');
  const read = await after.read(scope, 'User', jo.after.id, everything);
  expect(read?.document).toEqual(jo.after.document);
  expect(read?.version).toBe(jo.after.version);
  expect(read?.memberOf).toEqual([{ type: 'Group', id: staff.after.id, display: 'Staff' }]);
  const found = await list(after, scope, user, {
    text: 'emails.value eq "JO@a.example" and externalId eq "x"',
  });
  expect(found.resources.map(({ id }) => id)).toEqual([jo.after.id]);
  expect((await after.read(named, 'User', 'role-1', everything))?.version).toBe(other.after.version);
  expect(await after.read(scope, 'User', 'role-1', everything)).toBeUndefined();
  await expect(create(after, scope, user, { userName: 'JO' })).rejects.toMatchObject({ code: 'conflict' });
  await after.close();
});
