import assert from 'node:assert/strict';
import { matches, type Page, type Position, printFilter, type Query, type Stored } from '@scimkit/core';
import { attributeOf } from './contract-catalog.ts';
import type { Rule } from './rule.ts';
import { documentOnly, type TenantUnderTest } from './tenant-under-test.ts';

/** A list in some order and under some filter. */
type Listing = Pick<Query, 'filter' | 'sort'>;

/** Titles repeat, so that equal sort keys lie across the borders of pages; every fifth user has none. */
async function populate(tenant: TenantUnderTest, count = 23): Promise<readonly Stored[]> {
  const users: Stored[] = [];
  for (let index = 0; index < count; index += 1) {
    const title = index % 5 === 0 ? {} : { title: `t${index % 3}` };
    users.push(await tenant.user(`user${(index * 7) % count}`, { ...title, active: index % 2 === 0 }));
  }
  return users;
}

/** Every order and filter that the store says it can do, and none. */
function listings(tenant: TenantUnderTest): readonly Listing[] {
  const { supports } = tenant.store;
  const sorts = [
    'id',
    'userName',
    'title',
    'meta.created',
    'meta.lastModified',
    'name.familyName',
    'emails.value',
  ]
    .map((path) => attributeOf('User', path))
    .filter((by) => supports.sort(by))
    .flatMap((by) => [false, true].map((descending) => ({ by, descending })));
  // One that an index may answer, and one that few can.
  const filters = [
    { kind: 'compare', attribute: attributeOf('User', 'active'), op: 'eq', key: true } as const,
    { kind: 'compare', attribute: attributeOf('User', 'title'), op: 'ew', key: '1' } as const,
  ].filter(({ attribute, op }) => supports.compare(attribute, op) === 'exact');
  return [undefined, ...sorts].flatMap((sort) =>
    [undefined, ...filters].map((filter) => ({
      ...(sort === undefined ? {} : { sort }),
      ...(filter === undefined ? {} : { filter }),
    })),
  );
}

function nameOf({ sort, filter }: Listing): string {
  const order = sort === undefined ? 'by id' : `by ${sort.by.path}${sort.descending ? ', descending' : ''}`;
  return filter === undefined ? order : `${order}, where ${printFilter(filter)}`;
}

async function expected(tenant: TenantUnderTest, users: readonly Stored[], listing: Listing) {
  const whole = await tenant.ids('User', listing);
  const matching = users.filter((user) => listing.filter === undefined || matches(listing.filter, user));
  assert.deepEqual([...whole].sort(), matching.map(({ id }) => id).sort(), nameOf(listing));
  return whole;
}

const idsIn = ({ resources }: Page) => resources.map(({ id }) => id);

/** Walks from page to page and collects what is on them; `step` says which page comes after one. */
async function walk(
  tenant: TenantUnderTest,
  listing: Listing,
  limit: number,
  begin: Position | undefined,
  direction: 'after' | 'before',
): Promise<{ readonly pages: readonly Page[]; readonly ids: readonly string[] }> {
  const pages: Page[] = [];
  const ids: string[] = [];
  let at = begin;
  for (let guard = 0; guard < 100; guard += 1) {
    const place = at === undefined ? {} : { [direction]: at };
    const page = await tenant.list('User', {
      ...listing,
      page: { kind: 'cursor', limit, ...place },
      total: 'skip',
    });
    assert(page.resources.length <= limit);
    pages.push(page);
    if (direction === 'after') ids.push(...idsIn(page));
    else ids.unshift(...idsIn(page));
    at = direction === 'after' ? page.next : page.previous;
    if (at === undefined) return { pages, ids };
  }
  return assert.fail('The pages do not end.');
}

/** Pages over a set that does not change are complete and without duplicates, under every order. */
export const pagingRules: readonly Rule[] = [
  {
    name: 'without an order, resources come by id',
    prove: async ({ tenant }) => {
      await populate(tenant);
      const ids = await tenant.ids('User');
      assert.deepEqual(ids, [...ids].sort());
    },
  },
  {
    name: 'pages by index are complete and without duplicates, and their totals are right',
    prove: async ({ tenant }) => {
      const users = await populate(tenant);
      for (const listing of listings(tenant)) {
        const whole = await expected(tenant, users, listing);
        for (const limit of [1, 4, 7, whole.length, whole.length + 1]) {
          const ids: string[] = [];
          for (let offset = 0; offset < whole.length; offset += limit) {
            const page = await tenant.list('User', { ...listing, page: { kind: 'index', offset, limit } });
            assert.equal(page.total, whole.length);
            assert.deepEqual([page.next, page.previous], [undefined, undefined]);
            ids.push(...idsIn(page));
          }
          assert.deepEqual(ids, whole, `${nameOf(listing)}, ${limit} a page`);
        }
      }
    },
  },
  {
    name: 'a page of none, and one beyond the end, are empty and have the right total',
    prove: async ({ tenant }) => {
      await populate(tenant, 5);
      for (const listing of listings(tenant)) {
        const total = (await tenant.list('User', listing)).total;
        for (const [offset, limit] of [
          [0, 0],
          [2, 0],
          [5, 3],
          [1_000_000, 10],
          [Number.MAX_SAFE_INTEGER - 100, 50],
        ] as const) {
          const page = await tenant.list('User', { ...listing, page: { kind: 'index', offset, limit } });
          assert.deepEqual(
            [page.resources.length, page.total],
            [0, total],
            `${nameOf(listing)} at ${offset}`,
          );
        }
      }
    },
  },
  {
    name: 'a page is the same whether or not the total is asked for',
    prove: async ({ tenant }) => {
      await populate(tenant);
      for (const listing of listings(tenant)) {
        const page = { kind: 'index', offset: 3, limit: 5 } as const;
        const asked = await tenant.list('User', { ...listing, page });
        const skipped = await tenant.list('User', { ...listing, page, total: 'skip' });
        assert.deepEqual(idsIn(skipped), idsIn(asked), nameOf(listing));
      }
    },
  },
  {
    name: 'what is listed is what a read gives',
    prove: async ({ tenant }) => {
      await populate(tenant, 5);
      for (const listed of (await tenant.list('User')).resources) {
        const read = await tenant.get('User', listed.id, documentOnly);
        assert.deepEqual(
          [listed.type, listed.version, listed.created, listed.modified, listed.document],
          [read.type, read.version, read.created, read.modified, read.document],
        );
      }
      const bare = await tenant.list('User', { want: { document: false, members: false, memberOf: false } });
      for (const { document } of bare.resources) assert.deepEqual(document, {});
    },
  },
  {
    name: 'pages by position are complete and without duplicates, forwards and backwards',
    claimed: ({ cursor }) => cursor,
    prove: async ({ tenant }) => {
      const users = await populate(tenant);
      for (const listing of listings(tenant)) {
        const whole = await expected(tenant, users, listing);
        for (const limit of [1, 4, whole.length, whole.length + 1]) {
          const name = `${nameOf(listing)}, ${limit} a page`;
          const forwards = await walk(tenant, listing, limit, undefined, 'after');
          assert.deepEqual(forwards.ids, whole, name);
          assert.equal(forwards.pages.length, Math.ceil(whole.length / limit), name);
          assert.equal(forwards.pages[0]?.previous, undefined, name);
          const last = forwards.pages.at(-1);
          assert.equal(last?.next, undefined, name);
          assert.equal(last?.previous === undefined, forwards.pages.length === 1, name);
          if (last?.previous === undefined) continue;
          const backwards = await walk(tenant, listing, limit, last.previous, 'before');
          assert.deepEqual([...backwards.ids, ...idsIn(last)], whole, `${name}, backwards`);
        }
      }
    },
  },
  {
    name: 'a total that is asked for with a position is that of all matches',
    claimed: ({ cursor }) => cursor,
    prove: async ({ tenant }) => {
      await populate(tenant);
      for (const listing of listings(tenant)) {
        const total = (await tenant.list('User', listing)).total;
        const first = await tenant.list('User', { ...listing, page: { kind: 'cursor', limit: 4 } });
        assert(first.next !== undefined);
        const second = await tenant.list('User', {
          ...listing,
          page: { kind: 'cursor', limit: 4, after: first.next },
        });
        assert.deepEqual([first.total, second.total], [total, total], nameOf(listing));
      }
    },
  },
  {
    name: 'a walk goes on where it was when resources around its position come and go',
    claimed: ({ cursor }) => cursor,
    prove: async ({ tenant }) => {
      for (const sort of [undefined, { by: attributeOf('User', 'userName'), descending: false }]) {
        if (sort !== undefined && !tenant.store.supports.sort(sort.by)) continue;
        const listing = sort === undefined ? {} : { sort };
        const prefix = sort === undefined ? 'a' : 'b';
        await tenant.users(9, prefix);
        const whole = await tenant.ids('User', listing);
        const first = await tenant.list('User', { ...listing, page: { kind: 'cursor', limit: 4 } });
        const shown = idsIn(first);
        assert(first.next !== undefined && shown[3] !== undefined && shown[0] !== undefined);
        await tenant.remove('User', shown[3]);
        await tenant.remove('User', shown[0]);
        const rest = await walk(tenant, listing, 4, first.next, 'after');
        assert.deepEqual(rest.ids, whole.slice(4));
      }
    },
  },
];
