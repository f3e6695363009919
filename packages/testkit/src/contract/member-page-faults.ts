import type { MemberPage, ResourceStore } from '@scimkit/core';

type Store = Required<ResourceStore>;

const topic = 'member pages';

/** Pages that are found by counting, which is wrong as soon as somebody joins or leaves in between. */
function byNumber(store: Store): Partial<Store> {
  const cut = async (...[scope, type, id, after, limit]: Parameters<Store['memberPage']>) => {
    const all = await store.memberPage(scope, type, id, undefined, 1_000_000);
    if (all === undefined) return undefined;
    const start = Number(after ?? 0);
    const members = all.members.slice(start, start + limit);
    return start + limit < all.members.length ? { members, next: String(start + limit) } : { members };
  };
  return {
    memberPage: cut,
    read: async (scope, type, id, want) => {
      const stored = await store.read(scope, type, id, want);
      if (stored === undefined || typeof want.members === 'boolean') return stored;
      const { membersNext: _, ...rest } = stored;
      const page = await cut(scope, type, id, undefined, want.members.limit);
      return page?.next === undefined ? rest : { ...rest, membersNext: page.next };
    },
  };
}

function changed(store: Store, change: (page: MemberPage, limit: number) => MemberPage): Partial<Store> {
  return {
    memberPage: async (scope, type, id, after, limit) => {
      const page = await store.memberPage(scope, type, id, after, limit);
      return page && change(page, limit);
    },
  };
}

/** Faults of stores that page members, for tests. Each is made by wrapping a store that has none. */
export const memberPageFaults: readonly (readonly [
  name: string,
  topic: string,
  sabotage: (store: Store) => Partial<Store>,
])[] = [
  ['pages members by their number', topic, byNumber],
  [
    'takes a full page of members for the last one',
    topic,
    (store) =>
      changed(store, (page, limit) => (page.members.length === limit ? { members: page.members } : page)),
  ],
  [
    'says after all members that there are others',
    topic,
    (store) => changed(store, (page) => ({ ...page, next: page.next ?? page.members.at(-1)?.id ?? 'more' })),
  ],
  [
    'pages nobody of a group that is not there',
    topic,
    (store) => ({ memberPage: async (...args) => (await store.memberPage(...args)) ?? { members: [] } }),
  ],
  [
    'pages members without their names',
    topic,
    (store) =>
      changed(store, (page) => ({
        ...page,
        members: page.members.map(({ type, id }) => ({ type, id })),
      })),
  ],
  [
    'goes on paging for a client that is gone',
    topic,
    (store) => ({ memberPage: ({ signal: _, ...scope }, ...rest) => store.memberPage(scope, ...rest) }),
  ],
  [
    'has all members at hand in a list',
    topic,
    (store) => ({
      list: (scope, type, query) =>
        store.list(scope, type, { ...query, want: { ...query.want, members: query.want.members !== false } }),
    }),
  ],
];
