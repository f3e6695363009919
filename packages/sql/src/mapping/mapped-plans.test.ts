import {
  compileFilter,
  type FilterNode,
  type Query,
  type ResourceModel,
  resolveAttribute,
} from '@scimkit/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { create, documentOnly, modelOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import type { MappedStore } from './mapped-options.ts';
import { makeOrganisation, openApp, teams, users } from './test-support/app-schema.ts';

const userModel = modelOf('User');
const groupModel = modelOf('Group');
const database = openApp();
const org = makeOrganisation(database);
const scope = { tenant: 'acme', connection: 'c', principal: 'p' };
const seen: { text: string; parameters: readonly unknown[] }[] = [];
let store: MappedStore;
let userId = '';
let groupId = '';

beforeAll(async () => {
  store = createMappedStore({
    sqlite: database,
    users,
    groups: teams,
    organisation: () => org,
    log: (run) => seen.push(run),
  });
  await store.migrate();
  const members: { id: string }[] = [];
  for (let index = 0; index < 300; index += 1) {
    const { after } = await create(store, scope, userModel, {
      userName: `user${index}`,
      externalId: `x${index}`,
      emails: [{ value: `user${index}@example.com`, type: 'work' }],
    });
    members.push({ id: after.id });
    userId = after.id;
  }
  groupId = (await create(store, scope, groupModel, { displayName: 'Staff' }, { members })).after.id;
  for (let index = 0; index < 400; index += 1) await create(store, scope, groupModel, { displayName: 'x' });
  database.exec('analyze');
});

/** What a statement has made for itself: rows from JSON, and those that it has cut off. */
const made = /json_each|CONSTANT|VIRTUAL|SCAN (?:e|i|k|\(subquery-\d+\))(?: |$)/;

/** Tables that the statements of a piece of work read from end to end. */
async function scanned(work: () => Promise<unknown>): Promise<readonly string[]> {
  return (await plans(work)).filter((detail) => detail.startsWith('SCAN') && !made.test(detail));
}

/** How the database runs the statements of a piece of work. */
async function plans(work: () => Promise<unknown>): Promise<readonly string[]> {
  seen.length = 0;
  await work();
  return seen
    .filter(({ text }) => /^\s*(?:select|insert|update|delete)/i.test(text))
    .flatMap(({ text, parameters }) =>
      database
        .prepare(`explain query plan ${text}`)
        .all(...(parameters as (string | number | null | Uint8Array)[])),
    )
    .map(({ detail }) => String(detail));
}

function list(model: ResourceModel, text: string | undefined, more: Partial<Query> = {}) {
  const filter: FilterNode | undefined = text === undefined ? undefined : compileFilter(model, text);
  const page = { kind: 'index', offset: 0, limit: 10 } as const;
  const query = {
    page,
    total: 'skip',
    want: documentOnly,
    ...(filter === undefined ? {} : { filter }),
    ...more,
  } as const;
  return store.list(scope, model.name, query);
}

const everything = { document: true, members: true, memberOf: true };
const userName = resolveAttribute(userModel, 'userName');

describe('no table is read from end to end', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['to read a user with groups', () => store.read(scope, 'User', userId, everything)],
    ['to read a group with members', () => store.read(scope, 'Group', groupId, everything)],
    ['to find a userName', () => list(userModel, 'userName eq "user7"')],
    ['to find names by their beginning', () => list(userModel, 'userName sw "user7"')],
    ['to find an externalId', () => list(userModel, 'externalId eq "x7"')],
    [
      'to find an e-mail address in the sidecar',
      () => list(userModel, 'emails.value eq "user7@example.com"'),
    ],
    ['to find the groups of a user', () => list(groupModel, `members.value eq "${userId}"`)],
    ['to find the users in a group', () => list(userModel, `groups.value eq "${groupId}"`)],
    ['to show the first page', () => list(userModel, undefined)],
    ['to make a user', () => create(store, scope, userModel, { userName: 'new' })],
    [
      'to add a member',
      () => {
        const attribute = groupModel.membership;
        if (attribute === undefined) throw new Error('Groups have members.');
        const add = [{ id: userId }];
        const delta = { attribute, clear: false, add, remove: [], unknownMembers: 'reject' } as const;
        return store.update(scope, 'Group', groupId, { at: 1, deltas: [delta], want: documentOnly });
      },
    ],
    ['to remove a user', async () => store.remove(scope, 'User', userId, { at: 1 })],
  ])('%s', async (_, work) => {
    expect(await scanned(work)).toEqual([]);
  });

  it('to read the first members of groups, and a page in the middle', async () => {
    const want = { document: true, members: { limit: 100 }, memberOf: false };
    const { membersNext: half } = (await store.read(scope, 'Group', groupId, want)) ?? {};
    expect(half).toBeDefined();
    for (const work of [
      () => store.read(scope, 'Group', groupId, want),
      () => list(groupModel, undefined, { want }),
      () => store.memberPage(scope, 'Group', groupId, half, 100),
    ])
      expect(await scanned(work)).toEqual([]);
    // The page begins where the one before has ended, and no order has to be made.
    const plan = await plans(() => store.memberPage(scope, 'Group', groupId, half, 100));
    const walk = plan.filter((detail) => / j /.test(detail));
    expect(walk).toEqual([expect.stringMatching(/^SEARCH j USING .*\(team_id=\? AND user_id>\?\)$/)]);
    expect(plan.filter((detail) => /TEMP B-TREE/.test(detail))).toEqual([]);
  });

  it('to show the next page in the order of names', async () => {
    if (userName === undefined) throw new Error('Users have names.');
    const sort = { by: userName, descending: false };
    const after = { sort: 'user100', id: userId };
    const work = () => list(userModel, undefined, { sort, page: { kind: 'cursor', after, limit: 10 } });
    expect(await scanned(work)).toEqual([]);
  });
});

it('looks for rows to link once for many of them', async () => {
  const row = database.prepare(
    "insert into users (org_id, email, email_key, plan) values (?, 'a' || ?, 'a' || ?, 'free')",
  );
  for (let index = 0; index < 1500; index += 1) row.run(org, index, index);
  seen.length = 0;
  expect((await store.adopt(scope.tenant)).linked).toBe(1500);
  // Once for users, and once for teams.
  expect(seen.filter(({ text }) => /^select .* is null\s+order by/.test(text))).toHaveLength(2);
});
