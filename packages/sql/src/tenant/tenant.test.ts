import { createReadStream, createWriteStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Group, User } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import type { SqlStore, StatementRun } from '../options.ts';
import { onAll } from '../test-support/old-resources.ts';
import {
  create,
  documentOnly,
  everything,
  list,
  modelOf,
  nextOf,
  scopeOf,
  temporaryFolder,
} from '../test-support/tenant.ts';
import { thing } from '../test-support/things.ts';

const file = temporaryFolder();
const [user, group] = [modelOf('User'), modelOf('Group')];
const badge = thing(
  { code: { uniqueness: 'server' }, number: { type: 'integer', uniqueness: 'server' } },
  'Badge',
);
const types = [User, Group, badge.definition];

/** A database with a tenant that has some of everything. */
async function fill(store: SqlStore, slug = 'acme', users = 12) {
  const { id: tenant } = await store.createTenant({ slug, appRef: `org_${slug}`, at: 5 });
  const scope = scopeOf(tenant);
  const ids: string[] = [];
  for (let index = 0; index < users; index += 1) {
    const attributes = {
      userName: `User${index}`,
      externalId: `x${index}`,
      emails: [{ value: `u${index}@a.example`, type: 'work' }, { value: `v${index}@a.example` }],
    };
    ids.push((await create(store, scope, user, attributes, { at: 1_700_000_000_000 + index })).after.id);
  }
  await store.update(scope, 'User', ids[0] ?? '', {
    at: 1_700_000_099_000,
    deltas: [],
    want: documentOnly,
    next: () => nextOf(user, { userName: 'User0', externalId: 'x0', active: false, nickName: '"\\\u2028😀' }),
  });
  const members = ids.map((id) => ({ id }));
  const staff = (await create(store, scope, group, { displayName: 'Staff' }, { members, id: 'staff' })).after
    .id;
  const all = (await create(store, scope, group, { displayName: 'All' }, { members: [{ id: staff }] })).after
    .id;
  await create(store, scope, badge, { code: 'A', number: 1 });
  const digest = new Uint8Array(32).fill(7);
  await store.addToken({ id: 'token', tenant, digest, label: 'Okta', createdAt: 6, expiresAt: 9 });
  return { tenant, scope, ids, staff, all, digest };
}

async function linesOf(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

/** Everything that can be read of a tenant. */
async function contentsOf(store: SqlStore, tenant: string) {
  const contents: unknown[] = [];
  for (const model of [user, group, badge]) {
    const { resources } = await list(store, scopeOf(tenant), model, { want: everything });
    for (const { id, type, version, created, modified, document, members, memberOf } of resources) {
      const sorted = (refs: readonly { readonly id: string }[] | undefined) =>
        refs?.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      contents.push({
        id,
        type,
        version,
        created,
        modified,
        document,
        members: sorted(members),
        memberOf: sorted(memberOf),
      });
    }
  }
  return contents;
}

/** The same line for ever, until the reader has had enough. */
function endless(line: string) {
  let stopped = false;
  async function* lines() {
    try {
      for (;;) yield line;
    } finally {
      stopped = true;
    }
  }
  return { lines: lines(), stopped: () => stopped };
}

async function inMemory() {
  const store = createSqlStore({ sqlite: ':memory:' });
  await store.migrate();
  return store;
}

describe.each(onAll)('on %s', { timeout: 60_000 }, (_, start) => {
  let database: Awaited<ReturnType<typeof start>>;
  let store: SqlStore;
  beforeAll(async () => {
    database = await start();
    store = database.open();
    await store.migrate();
  }, 60_000);
  afterAll(() => database.end());

  const rowsOf = async (tenant: string) => {
    const counts: Record<string, number> = {};
    for (const table of ['resource', 'value', 'unique', 'member', 'token', 'tenant']) {
      const rows = await database.query(`select count(*) as n from @${table} where tenant_id = ${tenant}`);
      counts[table] = Number(rows[0]?.n);
    }
    return counts;
  };

  it.each([1, 3, 10, 5000])('purges a tenant %i rows at a time, and no other', async (limit) => {
    const gone = await fill(store, `gone${limit}`);
    const kept = await fill(store, `kept${limit}`);
    const before = await rowsOf(kept.tenant);
    let total = Object.values(await rowsOf(gone.tenant)).reduce((sum, each) => sum + each, 0);
    const all = total;
    let calls = 0;
    for (let done = false; !done; calls += 1) {
      ({ done } = await store.purge(gone.tenant, limit));
      const left = Object.values(await rowsOf(gone.tenant)).reduce((sum, each) => sum + each, 0);
      // The elements of one resource go together.
      expect(total - left).toBeLessThanOrEqual(limit + 4);
      total = left;
      if (!done) expect((await store.tenantBySlug(`gone${limit}`))?.status).toBe('suspended');
    }
    expect(calls).toBeGreaterThanOrEqual(all / (limit + 4));
    expect(await rowsOf(gone.tenant)).toEqual({
      resource: 0,
      value: 0,
      unique: 0,
      member: 0,
      token: 0,
      tenant: 0,
    });
    expect(await rowsOf(kept.tenant)).toEqual(before);
    expect(await store.purge(gone.tenant, limit)).toEqual({ done: true });
    expect((await list(store, kept.scope, group)).total).toBe(2);
  });

  it('purges what has a name alone, which can be used again', async () => {
    await create(store, scopeOf('the app'), user, { userName: 'jo' });
    expect(await store.purge('nobody', 5)).toEqual({ done: true });
    while (!(await store.purge('the app', 2)).done);
    expect((await list(store, scopeOf('the app'), user)).total).toBe(0);
    await create(store, scopeOf('the app'), user, { userName: 'jo' });
    expect((await list(database.open(), scopeOf('the app'), user)).total).toBe(1);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses the limit %d', async (limit) => {
    await expect(store.purge('1', limit)).rejects.toThrow(TypeError);
  });

  it('moves a tenant to another database as it is', async () => {
    const from = await inMemory();
    const { tenant, scope, ids, staff, all, digest } = await fill(from, 'moved', 620);
    const lines = await linesOf(from.exportTenant(tenant, { tokens: true }));
    for (const line of lines) expect(line).toMatch(/^\{.*\}\n$/);
    const result = await store.importTenant(lines, types);
    expect(result).toEqual({ tenant, resources: 623, memberships: 621, tokens: 1, skipped: 0 });
    expect(await contentsOf(store, tenant)).toEqual(await contentsOf(from, tenant));
    expect(await store.tenantBySlug('moved')).toEqual(await from.tenantBySlug('moved'));
    expect(await store.tokenByDigest(tenant, digest)).toMatchObject({
      id: 'token',
      label: 'Okta',
      expiresAt: 9,
    });
    expect(
      (await list(store, scope, user, { text: 'emails[value eq "U7@A.EXAMPLE" and type eq "work"]' })).total,
    ).toBe(1);
    expect((await list(store, scope, user, { text: `groups.value eq "${all}"` })).total).toBe(620);
    await expect(create(store, scope, user, { userName: 'USER3' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(create(store, scope, badge, { number: 1 })).rejects.toMatchObject({ code: 'conflict' });
    // And back, by way of what was imported: the same lines.
    const again = await linesOf(store.exportTenant(tenant, { tokens: true }));
    expect(again.toSorted()).toEqual(lines.toSorted());
    expect((await list(store, scope, group)).resources.some(({ id }) => id === staff)).toBe(true);
    expect(ids.length).toBe(620);
    await expect(store.importTenant(lines, types)).rejects.toMatchObject({
      code: 'conflict',
      message: /not empty/,
    });
    await store.purge(tenant, 100_000);
    await store.importTenant(lines, types, { batch: 7 });
    expect(await contentsOf(store, tenant)).toEqual(await contentsOf(from, tenant));
  });

  it('imports into a tenant that is there, and keeps tokens out unless asked', async () => {
    const from = await inMemory();
    const { tenant } = await fill(from, 'source');
    const lines = await linesOf(from.exportTenant(tenant));
    expect(lines.join('')).not.toContain('07'.repeat(32));
    const { id } = await store.createTenant({ slug: 'target', at: 1 });
    const bare = lines.map((line) => line.trimEnd());
    expect(await store.importTenant(bare, types, { tenant: id })).toMatchObject({
      tenant: id,
      resources: 15,
      tokens: 0,
    });
    expect((await store.tenantBySlug('target'))?.status).toBe('active');
    expect(await store.tenantBySlug('source')).toBeUndefined();
    expect((await store.importTenant(lines, types, { tenant: 'by name' })).tenant).toBe('by name');
    expect(await contentsOf(store, 'by name')).toEqual(await contentsOf(from, tenant));
    // Its own slug is free, but its number is not empty any more.
    await store.importTenant(lines, types);
    await expect(store.importTenant(lines, types)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('undoes an import that fails, and says at which line', async () => {
    const from = await inMemory();
    const { tenant } = await fill(from, 'broken');
    const lines = await linesOf(from.exportTenant(tenant, { tokens: true }));
    const [head = '', ...rest] = lines;
    const resource = JSON.parse(rest[0] ?? '');
    const changed = (change: object) => [
      head,
      `${JSON.stringify({ ...resource, ...change })}`,
      ...rest.slice(1),
    ];
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /Line 1 /],
      [rest, /Line 1 .*not the first line/],
      [lines.slice(0, -1), /cut off/],
      [[head, ...rest.slice(1)], /counts other lines/],
      [[...lines, rest[0] ?? ''], /comes after the last line/],
      [[head, head], /another export begins/],
      [[head, '{"type":"User"'], /Line 2 .*no JSON/],
      [[head, '[]'], /Line 2 .*no line of an export/],
      [[head, '{"__proto__":{"document":{}}}'], /Line 2 .*no line/],
      [[...lines.slice(0, 5), rest[0] ?? '', ...lines.slice(5)], /Line 6 .*of another resource/],
      [changed({ id: 'x'.repeat(300) }), /Line 2 .*its id/],
      [changed({ version: 0 }), /Line 2 .*no line/],
      [changed({ version: 1e300 }), /Line 2 .*no line/],
      [changed({ created: '2020' }), /Line 2 .*no line/],
      [changed({ type: 'Robot' }), /Line 2 .*resource types/],
      [changed({ document: [] }), /Line 2 .*no line/],
      [changed({ document: { userName: 'u'.repeat(500) } }), /Line 2 .*userName is longer/],
      [changed({ document: { userName: 'User5' } }), /Line \d+ .*userName/],
      [[head, `{"type":"User","id":"a","x":"${'x'.repeat(33 * 2 ** 20)}"}`], /Line 2 .*longer/],
    ];
    for (const [broken, words] of cases) {
      await expect(store.importTenant(broken, types, { batch: 4 }), String(words)).rejects.toThrow(words);
      expect(await rowsOf(tenant)).toEqual({
        resource: 0,
        value: 0,
        unique: 0,
        member: 0,
        token: 0,
        tenant: 0,
      });
    }
    const failing = (async function* () {
      yield* lines.slice(0, 8);
      throw new Error('The disk is gone.');
    })();
    await expect(store.importTenant(failing, types, { batch: 1 })).rejects.toThrow('The disk is gone.');
    expect((await rowsOf(tenant)).resource).toBe(0);
    await expect(store.importTenant(lines, types, { batch: 0 })).rejects.toThrow(TypeError);
    await store.createTenant({ slug: 'broken', at: 1 });
    await expect(store.importTenant(lines, types)).rejects.toMatchObject({
      code: 'conflict',
      message: /slug/,
    });
    expect((await rowsOf(tenant)).resource).toBe(0);
  });

  it('leaves out memberships of those who are gone, and counts them', async () => {
    const from = await inMemory();
    const { tenant } = await fill(from, 'gaps');
    const lines = await linesOf(from.exportTenant(tenant));
    const without = lines.filter((line) => !line.includes('"User3"'));
    const end = { end: { resources: 14, memberships: 13, tokens: 0 } };
    const result = await store.importTenant([...without.slice(0, -1), JSON.stringify(end)], types);
    expect(result).toMatchObject({ resources: 14, memberships: 12, skipped: 1 });
  });

  it('streams by way of a file', async () => {
    const from = await inMemory();
    const { tenant } = await fill(from, 'filed');
    const path = file('tenant.jsonl');
    await pipeline(from.exportTenant(tenant), createWriteStream(path));
    const handle = await open(path);
    expect(await store.importTenant(handle.readLines(), types)).toMatchObject({
      resources: 15,
      memberships: 13,
    });
    expect(await contentsOf(store, tenant)).toEqual(await contentsOf(from, tenant));
  });

  it('takes every line of a file also when it has yet to look at the database', async () => {
    const from = await inMemory();
    const { tenant } = await fill(from, 'early', 300);
    const path = file('early.jsonl');
    await pipeline(from.exportTenant(tenant), createWriteStream(path));
    const handle = await open(path);
    const fresh = database.open();
    expect(await fresh.importTenant(handle.readLines(), types)).toMatchObject({ resources: 303 });
  });

  it.each([
    ['are no export', '{"what":"is this"}'],
    ['begin with the end of one', '{"end":{"resources":0,"memberships":0,"tokens":0}}'],
  ])('tells whoever gives lines that %s to stop', async (_what, line) => {
    const given = endless(line);
    await expect(store.importTenant(given.lines, types)).rejects.toThrow(/^Line 1 of the import/);
    expect(given.stopped()).toBe(true);
  });

  it('wants lines, not a text with all of them', async () => {
    await expect(store.importTenant('{"scimkit":"tenant"}\n', types)).rejects.toThrow(
      /^lines: they have to be given one by one, not as one text\.$/,
    );
  });

  it('wants lines, not the bytes of a file', async () => {
    const path = file('bytes.jsonl');
    await writeFile(path, '{"scimkit":"tenant"}\n');
    await expect(store.importTenant(createReadStream(path), types)).rejects.toMatchObject({
      code: 'unsupported',
      message: 'Line 1 of the import: it is no text; give the lines of the file.',
    });
  });

  it('stops reading lines when it may not begin', async () => {
    let stopped = false;
    const lines: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: '' }),
        return: async () => {
          stopped = true;
          throw new Error('and this cannot be closed');
        },
      }),
    };
    const unmigrated = createSqlStore({ sqlite: ':memory:' });
    await expect(unmigrated.importTenant(lines, types)).rejects.toThrow(/migrate/);
    expect(stopped).toBe(true);
  });

  it('refuses to export a tenant that is not there', async () => {
    await expect(linesOf(store.exportTenant('nobody at all'))).rejects.toMatchObject({ code: 'unsupported' });
  });
});

it('every statement on a whole tenant names it', async () => {
  const ran = new Map<string, StatementRun>();
  const store = createSqlStore({ sqlite: ':memory:', log: (run) => ran.set(run.text, run) });
  await store.migrate();
  const { tenant } = await fill(store);
  ran.clear();
  const lines = await linesOf(store.exportTenant(tenant, { tokens: true }));
  while (!(await store.purge(tenant, 10)).done);
  await store.importTenant(lines, types);
  await store.reindex(types, { settle: 0 });
  let named = 0;
  for (const { text, parameters } of ran.values()) {
    if (/^(begin|commit|rollback|savepoint|release)|from sqlite_master|"scim_schema_version"/.test(text))
      continue;
    if (!/"scim_(resource|value|unique|member|token|event|outbox|tenant)"/.test(text)) {
      expect(text).toMatch(/"scim_(type|index|tenant_name)"/);
      continue;
    }
    named += 1;
    // A reindex goes from tenant to tenant, by their numbers.
    if (/^select tenant_id from "scim_resource" where tenant_id > \?/.test(text)) continue;
    expect(text).toMatch(/tenant_id = \?|tenant_id, .*values \(\?|select \?/);
    expect(parameters).toContain(Number(tenant));
  }
  expect(named).toBeGreaterThan(30);
});
