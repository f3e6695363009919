import { createScimServer, type ResourceStore } from '@scimkit/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { create, modelOf } from '../test-support/tenant.ts';
import { createMappedStore } from './create-mapped-store.ts';
import { appServers, onSqlite } from './test-support/app-database.ts';
import { crmMappings, makeCrm, makeOrganization } from './test-support/crm-schema.ts';

const people = 3500;

interface Shown {
  readonly displayName: string;
  readonly members: readonly { readonly value: string; readonly type: string; readonly display: string }[];
}

describe.each([['sqlite', onSqlite] as const, ...appServers])('a large team over HTTP, on %s', (_, start) => {
  async function open() {
    const database = await start();
    onTestFinished(() => database.end());
    const { connection, engine, query } = database;
    await makeCrm(database);
    const store = createMappedStore({ ...connection, ...crmMappings(engine) });
    await store.migrate();
    const org = await makeOrganization(database);
    for (let at = 0; at < people; at += 500) {
      const rows = Array.from({ length: 500 }, (_each, n) => `(${org}, 'user${at + n}@example.com', 'en')`);
      await query(`insert into users (organization_id, email, locale) values ${rows.join(', ')}`);
    }
    const { id: tenant } = await store.createTenant({ slug: 'acme', appRef: String(org), at: 0 });
    const scope = { tenant, connection: 'okta', principal: 'test' };
    await store.adopt(tenant);
    const group = (await create(store, scope, modelOf('Group'), { displayName: 'Everyone' })).after.id;
    await query(
      "insert into team_members (team_id, user_id, role) select t.id, u.id, 'member' from teams t, users u",
    );
    const pages: number[] = [];
    const watched: ResourceStore = {
      ...store,
      memberPage: async (...asked) => {
        const page = await store.memberPage(...asked);
        pages.push(page?.members.length ?? -1);
        return page;
      },
    };
    const serve = (resources: ResourceStore) =>
      createScimServer({
        store: resources,
        authenticate: async () => ({ tenant, id: 'okta', principal: 'test' }),
        log: {},
      });
    const get = async (resources: ResourceStore, path: string) =>
      serve(resources).fetch(new Request(`https://app.example/scim/v2/acme${path}`));
    return { query, store, watched, group, pages, get };
  }

  it('is read a page at a time, while its members change', async () => {
    const { query, store, watched, group, pages, get } = await open();
    const response = await get(watched, `/Groups/${group}`);
    expect(response.headers.has('content-length')).toBe(false);
    const decoder = new TextDecoder();
    let text = '';
    let pieces = 0;
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(piece, { stream: true });
      pieces += 1;
      // One is on its way to the reader, one is what it asked for.
      expect(pages.length).toBeLessThanOrEqual(pieces + 1);
      // The last of all leaves, and the first, who was shown, comes back under another role.
      await query('delete from team_members where user_id in (?, ?)', [1, people]);
      await query(
        "insert into team_members (team_id, user_id, role) select min(team_id), 1, 'owner' from team_members",
      );
    }
    const { members, displayName }: Shown = JSON.parse(text);
    expect([displayName, pages.slice(0, 2)]).toEqual(['Everyone', [1000, 1000]]);
    expect(pages).toHaveLength(3);
    const names = members.map(({ display }) => display);
    expect(names).toEqual(Array.from({ length: people - 1 }, (_each, n) => `user${n}@example.com`));
    expect(new Set(members.map(({ type }) => type))).toEqual(new Set(['User']));

    const { memberPage: __, ...rest } = store;
    const poor: ResourceStore = { ...rest, supports: { ...rest.supports, memberPages: false } };
    const whole: Shown = JSON.parse(await (await get(poor, `/Groups/${group}`)).text());
    const sorted = ({ members: of }: Shown) => of.map((member) => JSON.stringify(member)).sort();
    expect(sorted(whole)).toEqual(sorted({ displayName, members }));
    const listed = JSON.parse(await (await get(watched, '/Groups?count=5')).text());
    expect(sorted(listed.Resources[0])).toEqual(sorted(whole));
  }, 60_000);

  it('is broken off when the application deletes it meanwhile', async () => {
    const { query, watched, group, get } = await open();
    const pages: ResourceStore = {
      ...watched,
      memberPage: async (...asked) => {
        await query('delete from team_members');
        await query('delete from teams');
        return watched.memberPage?.(...asked);
      },
    };
    const response = await get(pages, `/Groups/${group}`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('removed');
  }, 60_000);
});
