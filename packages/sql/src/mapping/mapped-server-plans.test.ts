import process from 'node:process';
import { compileFilter, type Query, type ResourceModel, resolveAttribute, type Scope } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, documentOnly, everything, modelOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import { type AppDatabase, appServers } from './test-support/app-database.ts';
import { crmMappings, makeCrm, makeOrganization } from './test-support/crm-schema.ts';

const userModel = modelOf('User');
const groupModel = modelOf('Group');

/** So many that reading all of them is never the shortest way. */
const people = 10_000;
const crowd = 20;

describe.each(appServers)(
  'of the tables of an application, none is read from end to end on %s',
  (_, start) => {
    let database: AppDatabase;
    let store: MappedStore;
    let scope: Scope;
    let userId = '';
    let groupId = '';
    const seen: { text: string; parameters: readonly unknown[] }[] = [];

    beforeAll(async () => {
      database = await start();
      const { connection, query, engine } = database;
      await makeCrm(database);
      const log = (run: { text: string; parameters: readonly unknown[] }) => seen.push(run);
      store = createMappedStore({ ...connection, ...crmMappings(engine), log });
      await store.migrate();
      const [big, small] = [await makeOrganization(database), await makeOrganization(database)];
      for (const [org, count] of [
        [big, people],
        [small, 10],
      ] as const) {
        for (let at = 0; at < count; at += 1000) {
          const size = Math.min(1000, count - at);
          const rows = Array.from(
            { length: size },
            (_, i) => `(${org}, 'User${at + i}@example.com', 'sso${at + i}', 'en')`,
          );
          await query(`insert into users (organization_id, email, sso_id, locale) values ${rows.join(', ')}`);
        }
      }
      const { id } = await store.createTenant({ slug: 'acme', appRef: String(big), at: 0 });
      scope = { tenant: id, connection: 'c', principal: 'p' };
      await store.adopt(id);
      const staff = await create(store, scope, groupModel, { displayName: 'Staff' });
      groupId = staff.after.id;
      await query(
        `insert into team_members (team_id, user_id, role) select t.id, u.id, 'member' from teams t, users u where u.organization_id = ? and u.id % ${people / crowd} < 1`,
        [big],
      );
      for (let at = 0; at < 500; at += 1)
        await create(store, scope, groupModel, { displayName: `Team ${at}` });
      const first = await list(userModel, { text: 'userName eq "user66@example.com"' });
      userId = first.resources[0]?.id ?? '';
      for (const table of ['users', 'teams', 'team_members', 'scim_link']) {
        await query(engine === 'postgres' ? `analyze ${table}` : `analyze table ${table}`);
      }
    }, 120_000);
    afterAll(() => database.end());

    const list = (model: ResourceModel, { text, ...more }: Partial<Query> & { text?: string } = {}) => {
      const filter = text === undefined ? {} : { filter: compileFilter(model, text) };
      const page = { kind: 'index', offset: 0, limit: 10 } as const;
      return store.list(scope, model.name, { page, total: 'skip', want: documentOnly, ...filter, ...more });
    };

    /** The tables that the statements of a piece of work read whole, as the database plans them. */
    const readWhole = async (
      work: () => Promise<unknown>,
      tables = 'users|scim_link',
    ): Promise<readonly string[]> => {
      seen.length = 0;
      await work();
      const whole: string[] = [];
      const statements = seen.filter(({ text }) =>
        /^\s*(?:set statement|select|update|delete|with)/i.test(text),
      );
      for (const { text, parameters } of statements) {
        const plain = text.replace(/^set statement .*? for /, '');
        whole.push(
          ...(await scansOf(database, plain, parameters, tables)).map((line) => `${line} — ${plain}`),
        );
      }
      return whole;
    };

    it.each<[string, () => Promise<unknown>]>([
      ['to read a user with groups', () => store.read(scope, 'User', userId, everything)],
      ['to read a group with members', () => store.read(scope, 'Group', groupId, everything)],
      ['to find a userName', () => list(userModel, { text: 'userName eq "USER77@example.com"' })],
      ['to find an externalId', () => list(userModel, { text: 'externalId eq "sso77"' })],
      ['to find the groups of a user', () => list(groupModel, { text: `members.value eq "${userId}"` })],
      ['to find the users in a group', () => list(userModel, { text: `groups.value eq "${groupId}"` })],
      ['to show the first page', () => list(userModel)],
      [
        'to show the next page',
        () => list(userModel, { page: { kind: 'cursor', after: { id: userId }, limit: 10 } }),
      ],
      [
        'to make a user',
        () => create(store, scope, userModel, { userName: 'New@example.com', externalId: 'n' }),
      ],
      [
        'to refuse a user who is there',
        () => create(store, scope, userModel, { userName: 'User5@example.com' }).catch(() => undefined),
      ],
      [
        'to change a user',
        () =>
          store.update(scope, 'User', userId, {
            at: 1,
            deltas: [],
            want: documentOnly,
            next: (now) => ({ document: { ...now.document, title: 'x' }, keys: [] }),
          }),
      ],
      [
        'to add a member and take one out',
        () => {
          const attribute = groupModel.membership;
          if (attribute === undefined) throw new Error('Groups have members.');
          const delta = { attribute, clear: false, remove: [userId], unknownMembers: 'reject' } as const;
          const deltas = [
            { ...delta, add: [] },
            { ...delta, remove: [], add: [{ id: userId }] },
          ];
          return store.update(scope, 'Group', groupId, { at: 1, deltas, want: documentOnly });
        },
      ],
      [
        'to remove a user',
        async () => store.remove(scope, 'User', (await list(userModel)).resources[0]?.id ?? '', { at: 1 }),
      ],
    ])('%s', async (_name, work) => {
      expect(await readWhole(work)).toEqual([]);
    });

    it('to find an e-mail address that is in a column or in the sidecar', async () => {
      const { connection, engine } = database;
      const { users, groups } = crmMappings(engine);
      const compare = { kind: 'db-ci', ...(engine === 'postgres' ? { by: 'lower' as const } : {}) } as const;
      const attributes = { ...users.attributes, emails: { column: 'email', asSingle: 'work', compare } };
      const split = createMappedStore({
        ...connection,
        users: { ...users, attributes },
        groups,
        log: (run) => seen.push(run),
      });
      await create(split, scope, userModel, {
        userName: 'two@example.com',
        emails: [
          { value: 'two@example.com', type: 'work' },
          { value: 'home@example.com', type: 'home' },
        ],
      });
      for (const [address, name] of [
        ['user99@example.com', 'User99@example.com'],
        ['HOME@example.com', 'two@example.com'],
      ] as const) {
        const names: unknown[] = [];
        const filter = compileFilter(userModel, `emails.value eq "${address}"`);
        const work = async () => {
          for await (const { document } of split.scan(scope, 'User', filter, documentOnly))
            names.push(document.userName);
        };
        // Whom the search has found PostgreSQL may look up in a pass over ten thousand rows; the search itself must not be one.
        const whole = (await readWhole(work)).filter((line) => !line.includes('Seq Scan on users u '));
        expect(whole).toEqual([]);
        expect(names).toEqual([name]);
      }
    });

    it('to show the next page in the order of external ids', async () => {
      const by = resolveAttribute(userModel, 'externalId');
      if (by === undefined) throw new Error('Users have external ids.');
      const after = { sort: 'sso500', id: userId };
      const sort = { by, descending: false };
      expect(
        await readWhole(() => list(userModel, { sort, page: { kind: 'cursor', after, limit: 10 } })),
      ).toEqual([]);
    });

    it('to read members in pages, of which each begins where the one before has ended', async () => {
      // In two teams, so that who comes after a member in the one is fewer than who does in both.
      const [, everyone = ''] = [
        (await create(store, scope, groupModel, { displayName: 'Everyone 1' })).after.id,
        (await create(store, scope, groupModel, { displayName: 'Everyone 2' })).after.id,
      ];
      await database.query(
        "insert into team_members (team_id, user_id, role) select t.id, u.id, 'member' from teams t, users u where t.name like 'Everyone%' and u.deleted_at is null",
      );
      await database.query(
        database.engine === 'postgres' ? 'analyze team_members' : 'analyze table team_members',
      );
      const want = { document: true, members: { limit: 100 }, memberOf: false };
      const read = () => store.read(scope, 'Group', everyone, want);
      const { membersNext: next } = (await read()) ?? {};
      let half = next;
      for (let at = 100; at < people / 2; at += 100)
        half = (await store.memberPage(scope, 'Group', everyone, half, 100))?.next;
      const page = () => store.memberPage(scope, 'Group', everyone, half, 100);
      expect((await page())?.members).toHaveLength(100);
      const tables = 'users|scim_link|team_members';
      for (const work of [read, page]) expect(await readWhole(work, tables)).toEqual([]);
      for (const work of [read, page]) {
        seen.length = 0;
        await work();
        const looked = await Promise.all(seen.map((run) => membershipsIn(database, run)));
        expect(Math.max(...looked)).toBeLessThanOrEqual(101);
      }
      // In lists, MariaDB looks at all memberships of a group, but names no more than are shown.
      expect(await readWhole(() => list(groupModel, { want }), tables)).toEqual([]);
    });
  },
);

/** What is read from end to end, of the tables with a row for each user. */
async function scansOf(
  { engine, query }: AppDatabase,
  text: string,
  parameters: readonly unknown[],
  large: string,
) {
  if (engine === 'postgres') {
    const values = Array.from(text.matchAll(/\$(\d+)/g), ([, n]) => parameters[Number(n) - 1]);
    const rows = await query(`explain ${text.replaceAll(/\$\d+/g, '?')}`, values);
    return rows
      .map((row) => String(row['QUERY PLAN']))
      .filter((line) => new RegExp(`Seq Scan on (${large})`).test(line));
  }
  const rows = await query(`explain ${text}`, parameters);
  const aliases = new Map(
    Array.from(text.matchAll(/`(\w+)` as `?(\w+)`?/g), ([, table = '', alias = '']) => [alias, table]),
  );
  return rows
    .map(({ type, table, Extra }) => ({ type, table: aliases.get(String(table)) ?? String(table), Extra }))
    .filter(
      ({ type, table }) => new RegExp(`^(${large})$`).test(table) && (type === 'ALL' || type === 'index'),
    )
    .map(({ type, table, Extra }) => `${type} ${table} ${Extra}`);
}

/** How many memberships a statement looks at. */
async function membershipsIn(
  { engine, query }: AppDatabase,
  { text, parameters }: { readonly text: string; readonly parameters: readonly unknown[] },
): Promise<number> {
  if (engine === 'postgres') {
    const values = Array.from(text.matchAll(/\$(\d+)/g), ([, n]) => parameters[Number(n) - 1]);
    const rows = await query(`explain analyze ${text.replaceAll(/\$\d+/g, '?')}`, values);
    const lines = rows
      .map((row) => String(row['QUERY PLAN']))
      .filter((line) => / on team_members j/.test(line));
    return Math.max(0, ...lines.map((line) => Number(/actual .*rows=(\d+)/.exec(line)?.[1])));
  }
  const [row] = await query(`analyze format=json ${text.replace(/^set statement .*? for /, '')}`, parameters);
  const json = JSON.stringify(JSON.parse(String(row?.ANALYZE)));
  return Math.max(
    0,
    ...Array.from(json.matchAll(/"table_name":"j".*?"r_rows":(\d+)/g), ([, n]) => Number(n)),
  );
}

it('looks at the plans of the servers that are named in the environment', () => {
  const named = ['POSTGRES', 'MARIADB', 'MYSQL'].filter(
    (name) => (process.env[`SCIMKIT_${name}_URL`] ?? '') !== '',
  );
  expect(appServers.map(([name]) => name)).toEqual(named.map((name) => name.toLowerCase()));
});
