import type { Query } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SqlStore, StatementRun } from './options.ts';
import { onEngines, type TestDatabase } from './test-support/engines.ts';
import { analyse, fill, largeTenant, people, wasteIn } from './test-support/large-tenant.ts';
import { create, documentOnly, everything, filterOf, modelOf, nextOf } from './test-support/tenant.ts';

const scope = largeTenant;
const [user, group] = [modelOf('User'), modelOf('Group')];
const { membership } = group;
if (membership === undefined) throw new TypeError('Groups have members.');

const path = (name: string) => {
  const [top, part] = name.toLowerCase().split('.');
  const attribute = user.byName.get(top ?? '');
  const found = part === undefined ? attribute : attribute?.byName.get(part);
  if (found === undefined) throw new TypeError(name);
  return found;
};

const cases = onEngines.flatMap(([name, start]) =>
  ['never analysed', 'analysed'].map((when) => [name, when, start] as const),
);

describe.each(cases)(`plans on %s, with ${people} users in a tenant, %s`, (_, when, start) => {
  let database: TestDatabase;
  let store: SqlStore;
  const ran: StatementRun[] = [];
  let staff: string;

  beforeAll(async () => {
    database = await start();
    store = database.open({ log: (run) => ran.push(run) });
    await store.migrate();
    // The first of each type decides about columns.
    const emails = [{ value: 'first@a.example', type: 'work', primary: true }];
    const attributes = {
      userName: 'first',
      externalId: 'first',
      displayName: 'first',
      name: { familyName: 'first' },
      active: true,
      emails,
    };
    await create(store, scope, user, attributes);
    staff = (await create(store, scope, group, { displayName: 'Staff' })).after.id;
    const attribute = user.byName.get('emails');
    await fill(database, attribute?.id ?? 0, Buffer.from(staff.replaceAll('-', ''), 'hex'));
    if (when === 'analysed') await analyse(database);
  }, 120_000);
  afterAll(() => database.end());

  const first: Query = {
    page: { kind: 'index', offset: 0, limit: 100 },
    total: 'skip',
    want: documentOnly,
  };
  const planOf = async (type: string, query: Query): Promise<string> => {
    const [found] = await store.explain(scope, type, query);
    return found?.plan.join('\n') ?? '';
  };

  it.each([
    ['userName eq "user7"', 'resource_unique'],
    ['userName sw "user1999"', 'resource_unique'],
    ['externalId eq "e7"', 'resource_external'],
    ['displayName eq "user 7"', 'resource_display'],
    ['name.familyName eq "f7"', 'resource_sort'],
    [
      'id eq "ada1534d-a3ea-11a1-6ceb-66a23cf0a5a5"',
      '(PRIMARY|resource_pkey|Impossible|no matching row in const table)',
    ],
    ['emails.value eq "u7@a.example"', 'value_k'],
    ['emails[type eq "work" and value eq "u7@a.example"]', 'value_k'],
    ['emails[type eq "work" and value sw "u1999"]', 'value_k'],
    ['active eq true and emails.value eq "u7@a.example"', 'value_k'],
    ['userName eq "user7" and emails.type eq "work"', 'resource_unique'],
    ['userName eq "user7" or emails.value eq "u7@a.example"', 'value_k'],
    ['userName eq "user7" or externalId eq "e7"', 'resource_external'],
  ])('%s is found by an index', async (text, index) => {
    for (const want of [documentOnly, everything]) {
      const plan = await planOf('User', { ...first, want, filter: filterOf(user, text) });
      expect(plan).toMatch(new RegExp(index));
      expect(plan).not.toMatch(wasteIn(database.engine));
    }
  });

  it('members are found by an index, from both sides', async () => {
    const id = '01890a5d-ac96-774b-bcce-b302099a8057';
    const holders = await planOf('Group', { ...first, filter: filterOf(group, `members.value eq "${id}"`) });
    expect(holders).toMatch(/member_of/);
    expect(holders).not.toMatch(wasteIn(database.engine));
    const inside = await planOf('User', { ...first, filter: filterOf(user, `groups.value eq "${id}"`) });
    expect(inside).toMatch(/(PRIMARY|member_pkey)/);
  });

  it('pages by id, by position and by the usual orders walk an index and sort nothing', async () => {
    const after = {
      kind: 'cursor',
      limit: 100,
      after: { id: '77777777-7777-7777-7777-777777777777' },
    } as const;
    const sorted = (name: string, descending: boolean) => ({
      ...first,
      sort: { by: path(name), descending },
    });
    for (const [query, index] of [
      [first, '(PRIMARY|resource_pkey)'],
      [{ ...first, page: after }, '(PRIMARY|resource_pkey)'],
      [sorted('name.familyName', false), 'resource_sort'],
      [sorted('displayName', false), 'resource_display'],
      [sorted('userName', false), 'resource_unique'],
    ] as const) {
      const plan = await planOf('User', query);
      expect(plan).toMatch(new RegExp(index));
      expect(plan).not.toMatch(wasteIn(database.engine));
      // Only the page itself may be sorted once more.
      expect(plan).not.toMatch(/^DERIVED r .*filesort/m);
    }
  });

  it('every statement of reads and writes uses an index down to the row', async () => {
    ran.length = 0;
    const jo = (await create(store, scope, user, { userName: 'new', emails: [{ value: 'x' }] })).after.id;
    const delta = {
      attribute: membership,
      clear: false,
      unknownMembers: 'reject',
      remove: [],
      add: [],
    } as const;
    const change = { at: 1, want: everything };
    await store.update(scope, 'Group', staff, {
      at: 1,
      want: documentOnly,
      deltas: [{ ...delta, add: [{ id: jo }] }],
    });
    await store.update(scope, 'Group', staff, {
      at: 1,
      want: documentOnly,
      deltas: [{ ...delta, remove: [jo] }],
    });
    await store.update(scope, 'Group', staff, {
      at: 1,
      want: documentOnly,
      deltas: [{ ...delta, add: [{ id: jo }] }],
    });
    const next = () => nextOf(user, { userName: 'newer', emails: [{ value: 'y' }] });
    await store.update(scope, 'User', jo, { ...change, deltas: [], next });
    await store.read(scope, 'User', jo, everything);
    // Of groups that are in other groups, the statements are others.
    await create(store, scope, group, { displayName: 'Company' }, { members: [{ id: staff }] });
    const { memberOf } = (await store.read(scope, 'User', jo, everything)) ?? {};
    expect(memberOf?.map(({ display }) => display).toSorted()).toEqual(['Company', 'Staff']);
    const page = {
      kind: 'cursor',
      limit: 100,
      after: { id: '00000000-0000-0000-0000-000000000000' },
    } as const;
    const withGroups = { document: true, members: false, memberOf: true } as const;
    const { resources } = await store.list(scope, 'User', { page, total: 'skip', want: withGroups });
    expect(resources.some(({ memberOf }) => memberOf?.some(({ display }) => display === 'Staff'))).toBe(true);
    await store.remove(scope, 'User', jo, { at: 2 });
    const seen = new Map(ran.map((run) => [run.text, run]));
    let explained = 0;
    for (const { text, parameters } of seen.values()) {
      if (
        !/^(select|insert|update|delete|with|set statement)\b/.test(text) ||
        /schema_version|scim_type"|scim_type`/.test(text)
      )
        continue;
      const plain = text.replace(/^set statement .*? for /, '');
      const explain = database.engine === 'postgres' ? 'explain' : 'explain format=traditional';
      const rows = await database.query(`${explain} ${plain}`, [...parameters]);
      const lines = rows.map((row) =>
        database.engine === 'postgres'
          ? String(row['QUERY PLAN'])
          : ['select_type', 'table', 'type', 'key', 'ref', 'Extra'].map((name) => row[name] ?? '-').join(' '),
      );
      explained += 1;
      expect(lines.join('\n'), text).not.toMatch(wasteIn(database.engine));
    }
    expect(explained).toBeGreaterThan(10);
  });
});
