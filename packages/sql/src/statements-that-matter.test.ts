import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { AttributeRef, Query, ResourceModel } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import { dialects } from './dialects/dialects.ts';
import { openSqlite } from './node-sqlite/open-sqlite.ts';
import type { SqlStore, StatementRun } from './options.ts';
import { onEngines, type TestDatabase } from './test-support/engines.ts';
import { analyse, fill, people, largeTenant as scope, wasteIn } from './test-support/large-tenant.ts';
import { create, documentOnly, filterOf, modelOf, nextOf } from './test-support/tenant.ts';

const [user, group] = [modelOf('User'), modelOf('Group')];
const { membership } = group;
if (membership === undefined) throw new TypeError('Groups have members.');

/** What a statement is run on. */
interface Given {
  readonly store: SqlStore;
  readonly person: string;
  readonly staff: string;
}

/** One of the statements that a server of a large organisation spends its time on. */
interface Important {
  readonly name: string;
  readonly run: (given: Given) => Promise<unknown>;
  /** Which of the statements that it takes are meant, where it takes several. */
  readonly text?: RegExp;
  /** The index that leads to the rows; `primary` is that of the table's key. */
  readonly index: RegExp;
  /** True where the index gives the order, so that nothing may be sorted but the page itself. */
  readonly ordered?: true;
}

/** Now and then a store also looks at what is keyed by now, and at how large its tables have grown. */
const onTables = /(from|into|update) \S*scim_(resource|value|member)["`]/;
const primary = /resource_pk|resource_pkey|resource PRIMARY|\br \w+ PRIMARY|\bPRIMARY\b/;
const page: Query = { page: { kind: 'index', offset: 0, limit: 100 }, total: 'skip', want: documentOnly };
const listed = (model: ResourceModel, query: Partial<Query>) => (given: Given) =>
  given.store.list(scope, model.name, { ...page, ...query });
const found = (text: string) => listed(user, { filter: filterOf(user, text) });
const familyName = user.byName.get('name')?.byName.get('familyname') as AttributeRef;
const delta = {
  attribute: membership,
  clear: false,
  remove: [],
  unknownMembers: 'reject',
} as const;

/** The statements that matter. */
const important: readonly Important[] = [
  {
    name: 'read by id',
    run: ({ store, person }) => store.read(scope, 'User', person, documentOnly),
    index: primary,
  },
  { name: 'userName eq', run: found('userName eq "user7"'), index: /resource_unique/ },
  { name: 'externalId eq', run: found('externalId eq "e7"'), index: /resource_external/ },
  { name: 'emails.value eq', run: found('emails.value eq "u7@a.example"'), index: /value_k/ },
  {
    name: 'emails[type eq "work" and value eq]',
    run: found('emails[type eq "work" and value eq "u7@a.example"]'),
    index: /value_k/,
  },
  {
    name: 'userName eq or emails.value eq',
    run: found('userName eq "user7" or emails.value eq "u7@a.example"'),
    index: /value_k/,
  },
  { name: 'userName sw', run: found('userName sw "user1999"'), index: /resource_unique/ },
  { name: 'first page by id', run: listed(user, {}), index: primary, ordered: true },
  {
    name: 'next page by keyset',
    run: listed(user, {
      page: { kind: 'cursor', limit: 100, after: { id: '77777777-7777-7777-7777-777777777777' } },
    }),
    index: primary,
    ordered: true,
  },
  {
    name: 'page sorted by name.familyName',
    run: listed(user, { sort: { by: familyName, descending: false } }),
    text: /is not null/,
    index: /resource_sort/,
    ordered: true,
  },
  {
    name: 'groups of a user',
    run: ({ store, person }) => store.read(scope, 'User', person, { ...documentOnly, memberOf: true }),
    index: /member_of/,
  },
  {
    name: 'add a member: is it one already?',
    run: ({ store, person, staff }) =>
      store.update(scope, 'Group', staff, {
        at: 3,
        want: { document: false, members: false, memberOf: false },
        deltas: [{ ...delta, add: [{ id: person }] }],
      }),
    text: /scim_(?:member|resource)[\s\S]* where /,
    index: primary,
  },
  {
    name: 'PATCH: the read under a lock, and the write',
    run: ({ store, person }) =>
      store.update(scope, 'User', person, {
        at: 4,
        want: documentOnly,
        deltas: [],
        next: ({ document }) => nextOf(user, { ...document, title: `${Math.random()}` }),
      }),
    text: /scim_resource/,
    index: primary,
  },
];

async function startSqlite(): Promise<Pick<TestDatabase, 'engine' | 'open' | 'query' | 'end'>> {
  const sqlite = openSqlite(':memory:');
  return {
    engine: 'sqlite',
    open: (options) => createSqlStore({ sqlite, ...options }),
    query: async (text, values = []) =>
      sqlite
        .prepare(text.replace(/@(?=[a-z])/g, 'scim_'))
        // Ids are bytes, the rest is text and numbers.
        .all(...(values as (string | number | Uint8Array)[])),
    end: async () => sqlite.close(),
  };
}

/** Sorting that is more than putting the page itself in order. */
function sortsTooMuch(engine: string, plan: string): boolean {
  if (engine === 'sqlite')
    return plan.replaceAll('USE TEMP B-TREE FOR LAST TERM OF ORDER BY', '').includes('TEMP B-TREE');
  // Below the limit is what finds the page.
  if (engine === 'postgres') return /Limit[\s\S]*Sort/.test(plan);
  return /^DERIVED r .*filesort/m.test(plan) || /^SIMPLE r .*filesort/m.test(plan);
}

/** Where the plans are written for people: `SCIMKIT_PLANS=docs/query-plans npm test -- that-matter`. */
const folder = process.env.SCIMKIT_PLANS;

describe.each([['sqlite', startSqlite] as const, ...onEngines])(
  `the statements that matter on %s, with ${people} users in a tenant`,
  (name, start) => {
    let database: Pick<TestDatabase, 'engine' | 'open' | 'query' | 'end'>;
    let given: Given;
    const ran: StatementRun[] = [];
    const written: string[] = [];

    beforeAll(async () => {
      database = await start();
      const store = database.open({ log: (run) => ran.push(run) });
      await store.migrate();
      const emails = [{ value: 'first@a.example', type: 'work', primary: true }];
      const document = {
        userName: 'first',
        externalId: 'first',
        displayName: 'first',
        name: { familyName: 'first' },
        active: true,
        emails,
      };
      const person = (await create(store, scope, user, document)).after.id;
      const staff = (await create(store, scope, group, { displayName: 'Staff' })).after.id;
      await fill(database, user.byName.get('emails')?.id ?? 0, Buffer.from(staff.replaceAll('-', ''), 'hex'));
      await analyse(database);
      given = { store, person, staff };
    });
    afterAll(async () => {
      const versions = { sqlite: 'select sqlite_version() as v', other: 'select version() as v' };
      const [row] = await database.query(name === 'sqlite' ? versions.sqlite : versions.other);
      await database.end();
      if (!folder || written.length === 0) return;
      mkdirSync(folder, { recursive: true });
      const version = String(row?.v).replace(/ \(.*| on .*/, '');
      writeFileSync(
        join(folder, `${name}.txt`),
        `${name} ${version}, ${people} users\n\n${written.join('\n\n')}\n`,
      );
    });

    it.each(important.map((each) => [each.name, each] as const))(
      '%s: an index, nothing read in vain',
      async (_, each) => {
        // The first time, what is known about types and tenants is read as well.
        await each.run(given);
        ran.length = 0;
        await each.run(given);
        const meant = ran.filter(
          ({ text }) =>
            /^(set statement|select|insert|update|with)\b/.test(text) &&
            onTables.test(text) &&
            (each.text?.test(text) ?? true),
        );
        expect(meant.length, ran.map(({ text }) => text).join('\n')).toBeGreaterThan(0);
        for (const { text, parameters } of meant) {
          const { statement, line } = dialects[database.engine].explain;
          const plan = (await database.query(statement(text), parameters)).map(line).join('\n');
          written.push(`-- ${each.name}\n${text}\n\n${plan}`.replaceAll(/["`]?scim_test_\w+["`]?\./g, ''));
          expect(plan, text).toMatch(each.index);
          // The first page begins where the type begins.
          const waste = each.ordered ? plan.replace('(tenant_id=? AND type=?)', '') : plan;
          expect(waste, text).not.toMatch(wasteIn(database.engine));
          if (each.ordered) expect(sortsTooMuch(database.engine, plan), plan).toBe(false);
        }
      },
    );
  },
);
