import {
  createScimServer,
  defineResourceType,
  defineSchema,
  Group,
  type ResourceStore,
  type ScimServer,
  User,
} from '@scimkit/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupSchema, patch, searchSchema, user } from './service.ts';
import { type OpenStore, stores } from './stores.ts';

const teamUrn = 'urn:example:scim:schemas:core:2.0:Team';

/** A type with another name for its members, and with attributes that are not shown as they are stored. */
const Team = defineResourceType({
  name: 'Team',
  endpoint: '/Teams',
  description: 'A team.',
  schema: defineSchema({
    id: teamUrn,
    name: 'Team',
    attributes: {
      title: { roles: ['display', 'sort'] },
      code: { returned: 'never', mutability: 'writeOnly' },
      notes: { returned: 'request' },
      lead: {
        type: 'complex',
        reference: true,
        subAttributes: {
          value: { caseExact: true },
          $ref: { type: 'reference', referenceTypes: ['User'] },
          display: { mutability: 'readOnly' },
        },
      },
      crew: {
        type: 'complex',
        multiValued: true,
        referenceSet: true,
        subAttributes: {
          value: { caseExact: true, mutability: 'immutable' },
          $ref: { type: 'reference', mutability: 'immutable', referenceTypes: ['User', 'Group'] },
          display: { mutability: 'readOnly' },
        },
      },
    },
  }),
});

const people = 24;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The same store behind several servers. */
interface Site {
  /** Members come three at a time, or one at a time in a list. */
  readonly paged: ScimServer;
  /** All members are at hand. */
  readonly whole: ScimServer;
  /** The store does not page. */
  readonly unpaged: ScimServer;
  readonly opened: OpenStore;
}

async function openSite(store: string): Promise<Site> {
  const open = stores[store];
  if (open === undefined) throw new Error(`There is no store "${store}".`);
  const opened = await open();
  const tenant = await opened.store.createTenant({ slug: 'acme', at: Date.now() });
  const serve = (resourceStore: ResourceStore, membersAtOnce: number) =>
    createScimServer({
      store: resourceStore,
      authenticate: async () => ({ tenant: tenant.id, id: 'okta', principal: 'test' }),
      resourceTypes: [User, Group, Team],
      limits: { membersAtOnce },
      now: () => 1_700_000_000_000,
    });
  const { memberPage: _, ...rest } = opened.store;
  const poor: ResourceStore = { ...rest, supports: { ...rest.supports, memberPages: false } };
  return {
    paged: serve(opened.store, 3),
    whole: serve(opened.store, 10_000),
    unpaged: serve(poor, 3),
    opened,
  };
}

async function send(server: ScimServer, method: string, path: string, body?: unknown): Promise<Answer> {
  const request = new Request(`https://app.example/scim/v2/acme${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/scim+json' } }),
  });
  const response = await server.fetch(request);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Members in an order that does not depend on the store's. */
function sorted(text: string): unknown {
  return JSON.parse(text, (name, value: unknown) =>
    (name === 'members' || name === 'crew') && Array.isArray(value)
      ? value.map((member) => JSON.stringify(member)).sort()
      : value,
  );
}

describe.each(Object.keys(stores))('members in pages on %s', (store) => {
  let site: Site;
  const ids: string[] = [];
  const groups: string[] = [];
  let team = '';
  const value = (id: string) => ({ value: id });

  beforeAll(async () => {
    site = await openSite(store);
    const make = async (path: string, body: unknown): Promise<string> =>
      JSON.parse((await send(site.whole, 'POST', path, body)).text).id;
    for (let index = 0; index < people; index += 1) {
      // Some have no name to be shown by, and some one that JSON has to escape.
      const name =
        index % 4 === 0 ? {} : { displayName: index % 4 === 1 ? `"É\\${index}\u2028"` : `P ${index}` };
      ids.push(await make('/Users', user(`user${index}`, name)));
    }
    for (const size of [0, 1, 2, 3, 4, 7, 9, people]) {
      const members = ids.slice(people - size).map(value);
      groups.push(await make('/Groups', { schemas: [groupSchema], displayName: `g${size}`, members }));
    }
    const members = [...groups.slice(1), ...ids.slice(0, 5)].map(value);
    groups.push(await make('/Groups', { schemas: [groupSchema], displayName: 'nested', members }));
    team = await make('/Teams', {
      schemas: [teamUrn],
      title: 'Crew',
      code: 'secret',
      notes: 'shown on request',
      lead: value(ids[1] ?? ''),
      crew: ids.slice(0, 11).map(value),
    });
  });
  afterAll(() => site.opened.close());

  /** Asks all servers, and sees to it that they answer the same. */
  async function same(method: string, path: string, body?: unknown): Promise<Answer> {
    const [paged, whole, unpaged] = [
      await send(site.paged, method, path, body),
      await send(site.whole, method, path, body),
      await send(site.unpaged, method, path, body),
    ];
    expect(whole.status, whole.text).toBeLessThan(300);
    expect(paged.text).toBe(whole.text);
    expect(sorted(paged.text)).toEqual(sorted(unpaged.text));
    for (const name of ['etag', 'location', 'content-type', 'cache-control'])
      expect([name, paged.headers.get(name)]).toEqual([name, unpaged.headers.get(name)]);
    expect(paged.status).toBe(unpaged.status);
    return paged;
  }

  const projections = [
    '',
    'attributes=members',
    'attributes=members.value',
    'attributes=members.display',
    'attributes=members.$ref,displayName',
    'attributes=members.type,meta.version',
    'attributes=displayName',
    'attributes=crew.display',
    'attributes=notes,crew',
    'attributes=code',
    'excludedAttributes=members',
    'excludedAttributes=members.display',
    'excludedAttributes=members.value,members.$ref,members.type,members.display',
    'excludedAttributes=meta,members.type',
    'excludedAttributes=crew.value,title',
  ];

  it('are shown in the same bytes as when all of them are at hand, with any projection', async () => {
    for (const projection of projections) {
      for (const id of groups) await same('GET', `/Groups/${id}?${projection}`);
      const { text } = await same('GET', `/Teams/${team}?${projection}`);
      expect(text).not.toContain('secret');
      await same('GET', `/Groups?${projection}`);
      await same('GET', `/Groups?count=2&startIndex=3&${projection}`);
    }
  });

  it('are shown in lists of every kind', async () => {
    for (const path of [
      `/Groups?filter=${encodeURIComponent(`members.value eq "${ids[people - 1]}"`)}`,
      `/Groups?filter=${encodeURIComponent('members pr and displayName sw "g"')}&sortBy=displayName&sortOrder=descending`,
      '/Teams',
      '/',
      '/?sortBy=displayName',
    ])
      await same('GET', path);
    const search = {
      schemas: [searchSchema],
      count: 5,
      sortBy: 'displayName',
      attributes: ['members.value'],
    };
    await same('POST', '/Groups/.search', search);
    await same('POST', '/.search', { ...search, count: 50, excludedAttributes: [], attributes: [] });
  });

  it('are shown when a group is replaced or changed', async () => {
    const [id = ''] = groups.slice(-2);
    const members = ids.map(value);
    const put = { schemas: [groupSchema], displayName: 'replaced', members };
    // A repeat changes nothing, so that each of the servers answers about the same version.
    await send(site.whole, 'PUT', `/Groups/${id}`, put);
    const { text } = await same('PUT', `/Groups/${id}`, put);
    expect(JSON.parse(text).members).toHaveLength(people);
    await same('PUT', `/Groups/${id}?attributes=members.display`, put);
    const again = patch({ op: 'add', path: 'members', value: members });
    await same('PATCH', `/Groups/${id}?attributes=members,displayName`, again);
  });

  it('are shown when a group is made', async () => {
    const body = { schemas: [groupSchema], displayName: 'new', members: ids.map(value) };
    const made = await send(site.paged, 'POST', '/Groups', body);
    expect(made.status).toBe(201);
    const { id } = JSON.parse(made.text);
    expect(made.text).toBe((await send(site.whole, 'GET', `/Groups/${id}`)).text);
    const bare = await send(site.paged, 'POST', '/Groups?excludedAttributes=members', body);
    expect(JSON.parse(bare.text).members).toBeUndefined();
    for (const each of [id, JSON.parse(bare.text).id]) await send(site.whole, 'DELETE', `/Groups/${each}`);
  });

  it('are shown in the same bytes for any set and any choice of attributes', async () => {
    const [id = ''] = groups;
    const names = ['value', '$ref', 'type', 'display'].map((name) => `members.${name}`);
    const choice = fc.record({
      set: fc.subarray(ids),
      parameter: fc.constantFrom('attributes', 'excludedAttributes'),
      named: fc.subarray([...names, 'displayName', 'meta', 'schemas']),
    });
    await fc.assert(
      fc.asyncProperty(choice, async ({ set, parameter, named }) => {
        const put = { schemas: [groupSchema], displayName: 'any', members: set.map(value) };
        await send(site.whole, 'PUT', `/Groups/${id}?attributes=id`, put);
        const query = named.length === 0 ? '' : `${parameter}=${named.join(',')}`;
        await same('GET', `/Groups/${id}?${query}`);
      }),
      { numRuns: 25 },
    );
  });

  it('are whole for the application, one by one if it likes', async () => {
    const tenant = (await site.opened.store.tenantBySlug('acme'))?.id ?? '';
    const [id = ''] = groups.slice(-2);
    for (const server of [site.paged, site.whole, site.unpaged]) {
      const resources = server.resources(tenant, { base: 'https://app.example/scim/v2/acme' });
      const read = await resources.read(Group, id);
      expect(read?.members).toHaveLength(people);
      const { resources: listed } = await resources.list(Group);
      expect(listed.find((each) => each.id === id)?.members).toHaveLength(people);
      const seen: string[] = [];
      for await (const member of resources.members(Group, id)) {
        expect(member.type).toBe('User');
        seen.push(member.id);
      }
      expect(seen.sort()).toEqual(read?.members?.map((member) => member.value).sort());
      for await (const _ of resources.members(User, ids[0] ?? '')) expect.fail('Users have no members.');
      await expect(resources.members(Group, 'nobody')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
        status: 404,
      });
    }
  });
});
