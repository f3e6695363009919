import type { Query } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SqlStore, StatementRun } from './options.ts';
import { onEngines, type TestDatabase } from './test-support/engines.ts';
import {
  create,
  documentOnly,
  everything,
  filterOf,
  modelOf,
  nextOf,
  scopeOf,
} from './test-support/tenant.ts';

const [user, group] = [modelOf('User'), modelOf('Group')];
const { membership } = group;
if (membership === undefined) throw new TypeError('Groups have members.');
/** A large tenant, and the number it is kept under. */
const scope = scopeOf('7');
const people = 20_000;

const path = (name: string) => {
  const [top, part] = name.toLowerCase().split('.');
  const attribute = user.byName.get(top ?? '');
  const found = part === undefined ? attribute : attribute?.byName.get(part);
  if (found === undefined) throw new TypeError(name);
  return found;
};

/** Rows 0 to 9,999, in every dialect. */
const digits = (name: string) =>
  `(select 0 as ${name} union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6 union all select 7 union all select 8 union all select 9) as t_${name}`;
const numbers = `(select a + 10 * b + 100 * c + 1000 * d + 10000 * e as i from ${['a', 'b', 'c', 'd'].map(digits).join(' cross join ')} cross join (select 0 as e union all select 1) as t_e) as numbers`;

/** Many users, their addresses, and a group with all of them: by SQL, because one at a time would take minutes. */
async function fill({ engine, query }: TestDatabase, emails: number, staff: Uint8Array): Promise<void> {
  const isPostgres = engine === 'postgres';
  const text = (prefix: string) => (isPostgres ? `'${prefix}' || i` : `concat('${prefix}', i)`);
  const id = isPostgres ? `decode(md5(${text('u')}), 'hex')` : `unhex(left(sha2(${text('u')}, 256), 32))`;
  const family = isPostgres ? "'f' || (i % 500)" : "concat('f', i % 500)";
  const doc = isPostgres ? `cast('{"userName":"x"}' as json)` : `'{"userName":"x"}'`;
  await query(
    `insert into @resource (tenant_id, type, id, version, created_at, modified_at, unique_key, external_id, display_key, sort_key, active, display, doc) select 7, 1, ${id}, 1, i, i, ${text('user')}, ${text('e')}, ${text('user ')}, ${family}, 1, ${text('User ')}, ${doc} from ${numbers}`,
  );
  await query(
    `insert into @value (tenant_id, id, attr, elem, k, k_type, is_primary, filled) select 7, ${id}, ${emails}, 0, ${isPostgres ? `'u' || i || '@a.example'` : `concat('u', i, '@a.example')`}, 'work', 1, 1 from ${numbers}`,
  );
  const place = isPostgres ? '$1' : '?';
  await query(
    `insert into @member (tenant_id, group_id, member_id, group_type, member_type, added_at) select 7, ${place}, ${id}, 2, 1, i from ${numbers}`,
    [staff],
  );
  // The usual group is small.
  const small = isPostgres
    ? "decode(md5('g' || (i % 1000)), 'hex')"
    : "unhex(left(sha2(concat('g', i % 1000), 256), 32))";
  await query(
    `insert into @resource (tenant_id, type, id, version, created_at, modified_at, display_key, sort_key, display, doc) select 7, 2, ${small}, 1, i, i, ${text('group ')}, ${text('group ')}, ${text('Group ')}, ${doc} from ${numbers} where i < 1000`,
  );
  await query(
    `insert into @member (tenant_id, group_id, member_id, group_type, member_type, added_at) select 7, ${small}, ${id}, 2, 1, i from ${numbers}`,
  );
}

async function analyse({ engine, query }: TestDatabase): Promise<void> {
  const command = engine === 'postgres' ? 'analyze' : 'analyze table';
  for (const table of ['resource', 'value', 'member']) await query(`${command} @${table}`);
}

/** What reads more than it has to: a whole table, a whole index, or all rows of the tenant. */
const tooMuch: Readonly<Record<string, RegExp>> = {
  postgres: /Seq Scan on scim_(resource|value|member|unique)|Index Cond: \(tenant_id = \S+\)$/m,
  mysql: /^(?!INSERT)\S+ (r|v|m|s|d|g|h|scim_\w+) (ALL|index) /m,
};
const wasteIn = (engine: string): RegExp => tooMuch[engine === 'postgres' ? 'postgres' : 'mysql'] ?? /./;

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
    ['id eq "ada1534d-a3ea-11a1-6ceb-66a23cf0a5a5"', '(PRIMARY|resource_pkey|Impossible)'],
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
      const rows = await database.query(`explain ${plain}`, [...parameters]);
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
