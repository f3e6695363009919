import process from 'node:process';
import type { Scope } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, documentOnly, everything, modelOf, nextOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import type { UserMapping } from './mapping.ts';
import { type AppDatabase, appServers } from './test-support/app-database.ts';
import { crmMappings, makeCrm, makeOrganization } from './test-support/crm-schema.ts';

const userModel = modelOf('User');
const groupModel = modelOf('Group');

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

/** How rows are removed. Whichever way, nobody may be in a group afterwards who was removed. */
const removals: readonly (readonly [string, Partial<UserMapping>])[] = [
  ['marked', {}],
  ['deleted', { onDelete: 'delete' }],
  ['deactivated', { onDelete: 'deactivate' }],
];

describe.each(appServers)('many connections at once on %s', (_, start) => {
  let database: AppDatabase;
  let scope: Scope;
  let org: number;
  const open = (change: Partial<UserMapping> = {}): MappedStore => {
    const { users, groups } = crmMappings(database.engine);
    return createMappedStore({ ...database.connection, users: { ...users, ...change }, groups });
  };
  beforeAll(async () => {
    database = await start();
    await makeCrm(database);
    const store = open();
    await store.migrate();
    org = await makeOrganization(database);
    const { id } = await store.createTenant({ slug: 'acme', appRef: String(org), at: 0 });
    scope = { tenant: id, connection: 'c', principal: 'p' };
  }, 60_000);
  afterAll(() => database.end());

  it('make one user of one name, and say to all others which value is taken', async () => {
    const store = open();
    const names = times(20).map((index) => (index % 2 === 0 ? 'jo@example.com' : 'JO@Example.com'));
    const made = await Promise.allSettled(
      names.map((userName) => create(store, scope, userModel, { userName })),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of made) {
      if (each.status === 'fulfilled') continue;
      expect(each.reason).toMatchObject({ code: 'conflict', attribute: { path: 'userName' } });
    }
  });

  it('lose no update of one user', async () => {
    const store = open();
    const { id } = (await create(store, scope, userModel, { userName: 'busy@example.com', title: '' })).after;
    await Promise.all(
      times(20).map((index) =>
        store.update(scope, 'User', id, {
          at: index,
          deltas: [],
          want: documentOnly,
          next: ({ document }) =>
            nextOf(userModel, { ...document, title: `${document.title ?? ''}${index},` }),
        }),
      ),
    );
    const read = await store.read(scope, 'User', id, documentOnly);
    expect(
      String(read?.document.title)
        .split(',')
        .filter(Boolean)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(times(20));
  });

  it('let one of many succeed that expect the same version', async () => {
    const store = open();
    const { id, version } = (await create(store, scope, userModel, { userName: 'etag@example.com' })).after;
    const done = await Promise.allSettled(
      times(10).map((index) =>
        store.update(scope, 'User', id, {
          at: index,
          ifVersion: version,
          deltas: [],
          want: documentOnly,
          next: ({ document }) => nextOf(userModel, { ...document, title: `${index}` }),
        }),
      ),
    );
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of done)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'version' });
  });

  it('put everybody into a group whom they are asked to, also beside the application itself', async () => {
    const store = open();
    const users = await Promise.all(
      times(20).map(
        async (index) => (await create(store, scope, userModel, { userName: `m${index}` })).after.id,
      ),
    );
    const { id } = (await create(store, scope, groupModel, { displayName: 'Crowd' })).after;
    const attribute = groupModel.membership;
    if (attribute === undefined) throw new Error('Groups have members.');
    const join = (member: string) =>
      store.update(scope, 'Group', id, {
        at: 1,
        want: documentOnly,
        deltas: [{ attribute, clear: false, add: [{ id: member }], remove: [], unknownMembers: 'reject' }],
      });
    const itself = (index: number) =>
      database
        .query(
          "insert into team_members (team_id, user_id, role) select t.id, u.id, 'owner' from teams t, users u where t.name = 'Crowd' and u.email = ?",
          [`m${index}`],
        )
        .catch(() => undefined);
    await Promise.all(times(20).flatMap((index) => [join(users[index] ?? ''), itself(index)]));
    const read = await store.read(scope, 'Group', id, everything);
    expect(read?.members?.map((member) => member.id).sort()).toEqual([...users].sort());
  });

  it.each(removals)(
    'leave nobody in a group who was removed at the same moment (rows are %s)',
    async (name, change) => {
      const store = open(change);
      const attribute = groupModel.membership;
      if (attribute === undefined) throw new Error('Groups have members.');
      for (const round of times(15)) {
        const { id } = (await create(store, scope, userModel, { userName: `${name}${round}`, active: true }))
          .after;
        const group = (await create(store, scope, groupModel, { displayName: name })).after;
        const add = [{ id }];
        const [joined, removed] = await Promise.allSettled([
          store.update(scope, 'Group', group.id, {
            at: 1,
            want: documentOnly,
            deltas: [{ attribute, clear: false, add, remove: [], unknownMembers: 'reject' }],
          }),
          store.remove(scope, 'User', id, { at: 1 }),
        ]);
        expect(removed).toMatchObject({ status: 'fulfilled', value: { changed: true } });
        if (joined.status === 'rejected') expect(joined.reason).toMatchObject({ code: 'unknownMember' });
        expect(await store.read(scope, 'User', id, documentOnly)).toBeUndefined();
      }
      const left = await database.query(
        'select count(*) as n from team_members m join teams t on t.id = m.team_id where t.name = ?',
        [name],
      );
      expect(Number(left[0]?.n)).toBe(0);
    },
    60_000,
  );

  it('adopt a row once, whatever the letter case they ask for', async () => {
    const adopting = open({ onExisting: 'adopt-if-unlinked' });
    await database.query(
      "insert into users (organization_id, email, locale) values (?, 'Ada@example.com', 'de')",
      [org],
    );
    const made = await Promise.allSettled(
      times(20).map(() => create(adopting, scope, userModel, { userName: 'ada@example.com' })),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of made)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict' });
    const rows = await database.query("select locale from users where lower(email) = 'ada@example.com'");
    expect(rows).toEqual([{ locale: 'de' }]);
  });
});

it('runs on the servers that are named in the environment', () => {
  const named = ['POSTGRES', 'MARIADB', 'MYSQL'].filter(
    (name) => (process.env[`SCIMKIT_${name}_URL`] ?? '') !== '',
  );
  expect(appServers.map(([name]) => name)).toEqual(named.map((name) => name.toLowerCase()));
});
