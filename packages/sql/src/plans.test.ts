import type { Query } from '@scimkit/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import { openSqlite } from './node-sqlite/open-sqlite.ts';
import type { SqlStore } from './options.ts';
import { create, documentOnly, filterOf, modelOf, nextOf, scopeOf } from './test-support/tenant.ts';

const [user, group] = [modelOf('User'), modelOf('Group')];
const scope = scopeOf('t');
const database = openSqlite(':memory:');
const ran: string[] = [];
let store: SqlStore;
let staff: string;
const ids: string[] = [];

beforeAll(async () => {
  store = createSqlStore({ sqlite: database, log: ({ text }) => ran.push(text) });
  await store.migrate();
  await store.transaction(scope, async (view) => {
    for (let index = 0; index < 3000; index += 1) {
      const made = await create(view, scope, user, {
        userName: `user${index}`,
        externalId: `e${index}`,
        displayName: `User ${index}`,
        name: { familyName: `f${index % 100}` },
        active: index % 2 === 0,
        emails: [{ value: `u${index}@a.example`, type: 'work', primary: true }],
      });
      ids.push(made.after.id);
    }
    const made = await create(
      view,
      scope,
      group,
      { displayName: 'Staff' },
      { members: ids.map((id) => ({ id })) },
    );
    staff = made.after.id;
  });
});

const path = (type: typeof user, name: string) => {
  const steps = name.toLowerCase().split('.');
  const top = type.byName.get(steps[0] ?? '');
  const found = steps[1] === undefined ? top : top?.byName.get(steps[1]);
  if (found === undefined) throw new TypeError(name);
  return found;
};

const first: Query = { page: { kind: 'index', offset: 0, limit: 100 }, total: 'skip', want: documentOnly };

async function planOf(type: string, query: Query): Promise<string> {
  const explained = await store.explain(scope, type, query);
  // Resources without a sort key are a list of their own, in the order of ids.
  const [found] = explained.filter(({ text }) => query.sort === undefined || text.includes('is not null'));
  return found?.plan.join('\n') ?? '';
}

describe.each(['without statistics', 'with statistics'])('%s', (when) => {
  beforeAll(() => {
    if (when === 'with statistics') database.exec('analyze');
  });

  it.each([
    ['userName eq "user7"', /scim_resource_unique \(tenant_id=\? AND type=\? AND unique_key=\?\)/],
    [
      'userName sw "user29"',
      /scim_resource_unique \(tenant_id=\? AND type=\? AND unique_key>\? AND unique_key<\?\)/,
    ],
    ['externalId eq "e7"', /scim_resource_external \(tenant_id=\? AND type=\? AND external_id=\?\)/],
    ['displayName eq "User 7"', /scim_resource_display \(tenant_id=\? AND type=\? AND display_key=\?\)/],
    ['name.familyName eq "f7"', /scim_resource_sort \(tenant_id=\? AND type=\? AND sort_key=\?\)/],
    [
      'id eq "01890a5d-ac96-774b-bcce-b302099a8057"',
      /scim_resource_pk \(tenant_id=\? AND type=\? AND id=\?\)/,
    ],
    ['emails.value eq "u7@a.example"', /scim_value_k \(tenant_id=\? AND attr=\? AND k=\?\)/],
    ['emails eq "u7@a.example"', /scim_value_k \(tenant_id=\? AND attr=\? AND k=\?\)/],
    [
      'emails[type eq "work" and value eq "u7@a.example"]',
      /scim_value_k \(tenant_id=\? AND attr=\? AND k=\? AND k_type=\?\)/,
    ],
    [
      'emails[type eq "work" and value sw "u29"]',
      /scim_value_k \(tenant_id=\? AND attr=\? AND k>\? AND k<\?\)/,
    ],
    [
      'active eq true and emails.value eq "u7@a.example"',
      /scim_value_k \(tenant_id=\? AND attr=\? AND k=\?\)/,
    ],
    [
      'userName eq "user7" and emails.type eq "work"',
      /scim_resource_unique \(tenant_id=\? AND type=\? AND unique_key=\?\)/,
    ],
    [
      'userName eq "user7" or emails.value eq "u7@a.example"',
      /scim_value_k \(tenant_id=\? AND attr=\? AND k=\?\)/,
    ],
    [
      'userName eq "user7" or externalId eq "e7"',
      /scim_resource_external \(tenant_id=\? AND type=\? AND external_id=\?\)/,
    ],
    [
      'groups.value eq "01890a5d-ac96-774b-bcce-b302099a8057"',
      /SEARCH m USING PRIMARY KEY \(tenant_id=\? AND group_id=\?\)/,
    ],
  ])('%s is found by an index', async (text, index) => {
    const plan = await planOf('User', { ...first, filter: filterOf(user, text) });
    expect(plan).toMatch(index);
    expect(plan).not.toMatch(/SCAN (scim_|[rvm]\b)/);
    // An index that is only used up to the type would read every user.
    expect(plan).not.toMatch(/SEARCH r USING [A-Z ]*INDEX scim_resource_\w+ \(tenant_id=\? AND type=\?\)/);
  });

  it('members.value eq is found by an index', async () => {
    const filter = filterOf(group, 'members.value eq "01890a5d-ac96-774b-bcce-b302099a8057"');
    const plan = await planOf('Group', { ...first, filter });
    expect(plan).toMatch(/scim_member_of \(tenant_id=\? AND member_id=\?\)/);
    expect(plan).not.toMatch(/SCAN (scim_|[rvm]\b)/);
  });

  it('pages by id, by position and by the usual orders walk an index, in order', async () => {
    const after = { kind: 'cursor', limit: 100, after: { id: ids[50] ?? '' } } as const;
    expect(await planOf('User', first)).toMatch(/scim_resource_pk/);
    expect(await planOf('User', { ...first, page: after })).toMatch(
      /scim_resource_pk \(tenant_id=\? AND type=\? AND id>\?\)/,
    );
    for (const [name, index] of [
      ['name.familyName', 'scim_resource_sort'],
      ['displayName', 'scim_resource_display'],
      ['userName', 'scim_resource_unique'],
    ] as const) {
      for (const descending of [false, true]) {
        const plan = await planOf('User', { ...first, sort: { by: path(user, name), descending } });
        expect(plan).toContain(index);
        // Equal keys may still have to be put in the order of ids.
        expect(plan.replaceAll('USE TEMP B-TREE FOR LAST TERM OF ORDER BY', '')).not.toContain('TEMP B-TREE');
      }
    }
  });

  it('every statement of the writes uses an index down to the resource', async () => {
    ran.length = 0;
    const { membership } = group;
    if (membership === undefined) throw new TypeError('Groups have members.');
    const jo = (await create(store, scope, user, { userName: `new ${when}`, emails: [{ value: 'x' }] })).after
      .id;
    const delta = { attribute: membership, clear: false, unknownMembers: 'reject' } as const;
    const change = { at: 1, want: documentOnly };
    await store.update(scope, 'Group', staff, {
      ...change,
      deltas: [{ ...delta, add: [{ id: jo }], remove: [] }],
    });
    await store.update(scope, 'Group', staff, { ...change, deltas: [{ ...delta, add: [], remove: [jo] }] });
    await store.update(scope, 'Group', staff, {
      ...change,
      deltas: [{ ...delta, add: [{ id: jo }], remove: [] }],
    });
    const next = () => nextOf(user, { userName: `newer ${when}`, emails: [{ value: 'y' }] });
    await store.update(scope, 'User', jo, { ...change, deltas: [], next });
    await store.remove(scope, 'User', jo, { at: 2 });
    const seen = new Set(ran.filter((text) => /^(select|insert|update|delete)/.test(text)));
    expect(seen.size).toBeGreaterThan(12);
    for (const text of seen) {
      const lines = database.prepare(`explain query plan ${text}`).all();
      for (const { detail } of lines) {
        expect(`${detail}`, text).not.toMatch(
          /SCAN (scim_resource|scim_value|scim_member|scim_unique|[rvmdgh]\b)/,
        );
        expect(`${detail}`, text).not.toMatch(/\(tenant_id=\? AND type=\?\)/);
        expect(`${detail}`, text).not.toMatch(/\(tenant_id=\?\)/);
      }
    }
  });
});
