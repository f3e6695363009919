import type { ResourceStore, Stored } from '@scimkit/core';

type Store = Required<ResourceStore>;

/** Changes every resource of a listing. */
const changed = (store: Store, change: (stored: Stored) => Stored): Pick<Store, 'list' | 'read'> => ({
  list: async (...args) => {
    const page = await store.list(...args);
    return { ...page, resources: page.resources.map(change) };
  },
  read: async (...args) => {
    const stored = await store.read(...args);
    return stored && change(stored);
  },
});

/** Faults that stores have had, each made by wrapping a store that has none; and the topic that has to find it. For tests. */
export const faults: readonly (readonly [
  name: string,
  topic: string,
  sabotage: (store: Store) => Partial<Store>,
])[] = [
  [
    'reads across tenants',
    'isolation',
    (store) => {
      const seen = new Map<string, Stored>();
      return {
        create: async (...args) => {
          const applied = await store.create(...args);
          seen.set(applied.after.id, applied.after);
          return applied;
        },
        read: async (...args) => (await store.read(...args)) ?? seen.get(args[2]),
      };
    },
  ],
  [
    'reads one type as another',
    'isolation',
    (store) => ({
      read: async (scope, type, id, want) =>
        (await store.read(scope, type, id, want)) ?? (await store.read(scope, 'User', id, want)),
    }),
  ],
  [
    'loads what is not wanted',
    'documents',
    (store) => ({
      read: (scope, type, id, want) => store.read(scope, type, id, { ...want, document: true }),
    }),
  ],
  [
    'hands out what it stores',
    'documents',
    (store) => {
      const kept = new Map<string, Stored>();
      return {
        read: async (...args) => {
          const stored = await store.read(...args);
          if (stored === undefined) return undefined;
          const known = kept.get(stored.id) ?? { ...stored, document: structuredClone(stored.document) };
          kept.set(stored.id, known);
          return known;
        },
      };
    },
  ],
  [
    'rounds times to seconds',
    'documents',
    (store) => {
      const round = (time: number) => Math.floor(time / 1000) * 1000;
      return changed(store, (stored) => ({ ...stored, created: round(stored.created) }));
    },
  ],
  [
    'trims strings',
    'documents',
    (store) =>
      changed(store, (stored) => ({
        ...stored,
        document: JSON.parse(JSON.stringify(stored.document).replaceAll(' "', '"')),
      })),
  ],
  [
    'forgets the version that was seen',
    'changes',
    (store) => ({
      update: (scope, type, id, { ifVersion: _, ...change }) => store.update(scope, type, id, change),
    }),
  ],
  [
    'makes a version of every change',
    'changes',
    (store) => ({
      update: (scope, type, id, change) => {
        const { next } = change;
        if (next === undefined) return store.update(scope, type, id, change);
        return store.update(scope, type, id, {
          ...change,
          next: (current) => {
            const made = next(current) ?? { document: current.document, keys: [] };
            return { ...made, document: { ...made.document, touched: Math.random() } };
          },
        });
      },
    }),
  ],
  [
    'takes versions from the time',
    'changes',
    (store) => changed(store, (stored) => ({ ...stored, version: String(stored.modified) })),
  ],
  [
    'compares without keys',
    'uniqueness',
    (store) => ({
      create: (scope, type, draft) =>
        store.create(scope, type, {
          ...draft,
          keys: draft.keys.map((entry) => ({ ...entry, key: String(draft.document.userName) })),
        }),
    }),
  ],
  [
    'does not check what is unique',
    'uniqueness',
    (store) => ({
      create: (scope, type, draft) => store.create(scope, type, { ...draft, keys: [] }),
    }),
  ],
  [
    'looks before it writes',
    'concurrency',
    (store) => ({
      update: async (scope, type, id, change) => {
        const current = await store.read(scope, type, id, {
          document: true,
          members: false,
          memberOf: false,
        });
        const next = current && change.next?.(current);
        await Promise.resolve();
        return store.update(scope, type, id, { ...change, next: () => next });
      },
    }),
  ],
  [
    'drops unknown members',
    'memberships',
    (store) => ({
      update: (scope, type, id, change) =>
        store.update(scope, type, id, {
          ...change,
          deltas: change.deltas.map((delta) => ({ ...delta, unknownMembers: 'skip' })),
        }),
    }),
  ],
  [
    'does not look at the type of members',
    'memberships',
    (store) => ({
      create: (scope, type, { membership: _, ...draft }) => store.create(scope, type, draft),
    }),
  ],
  [
    'keeps old names of members',
    'memberships',
    (store) => {
      return {
        read: async (...args) => {
          const stored = await store.read(...args);
          return stored?.members === undefined
            ? stored
            : { ...stored, members: stored.members.map((member) => ({ ...member, display: member.id })) };
        },
      };
    },
  ],
  [
    'tells of changes that were none',
    'memberships',
    (store) => ({
      update: async (scope, type, id, change) => {
        const applied = await store.update(scope, type, id, change);
        return (
          applied && {
            ...applied,
            removed: change.deltas[0]?.remove.map((each) => ({ type: 'User', id: each })) ?? [],
          }
        );
      },
    }),
  ],
  [
    'keeps the version of a group when nothing is wanted of it',
    'single members',
    (store) => ({
      update: async (scope, type, id, change) => {
        const applied = await store.update(scope, type, id, change);
        if (applied?.before === undefined || change.want.document || change.want.members) return applied;
        return { ...applied, after: { ...applied.after, version: applied.before.version } };
      },
    }),
  ],
  [
    'forgets the version that was named for one member',
    'single members',
    (store) => ({
      update: (scope, type, id, { ifVersion, ...change }) =>
        store.update(scope, type, id, {
          ...change,
          ...(ifVersion !== undefined && change.deltas.length === 0 ? { ifVersion } : {}),
        }),
    }),
  ],
  [
    'starts pages one too early',
    'paging',
    (store) => ({
      list: (scope, type, query) => {
        const { page } = query;
        if (page.kind === 'cursor') return store.list(scope, type, query);
        return store.list(scope, type, { ...query, page: { ...page, offset: Math.max(page.offset - 1, 0) } });
      },
    }),
  ],
  [
    'counts the page and not the list',
    'paging',
    (store) => ({
      list: async (scope, type, query) => {
        const page = await store.list(scope, type, query);
        return page.total === undefined ? page : { ...page, total: page.resources.length };
      },
    }),
  ],
  [
    'forgets the id of a position',
    'paging',
    (store) => ({
      list: (scope, type, query) => {
        const { page } = query;
        if (page.kind === 'index' || page.after?.sort === undefined) return store.list(scope, type, query);
        return store.list(scope, type, { ...query, page: { ...page, after: { ...page.after, id: '' } } });
      },
    }),
  ],
  [
    'always says that there is a next page',
    'paging',
    (store) => ({
      list: async (scope, type, query) => {
        const page = await store.list(scope, type, query);
        const last = page.resources.at(-1);
        return query.page.kind === 'index' || last === undefined ? page : { ...page, next: { id: last.id } };
      },
    }),
  ],
  [
    'ignores the direction',
    'sorting',
    (store) => ({
      list: (scope, type, { sort, ...query }) =>
        store.list(
          scope,
          type,
          sort === undefined ? query : { ...query, sort: { ...sort, descending: false } },
        ),
    }),
  ],
  [
    'puts absent values first',
    'sorting',
    (store) => ({
      list: async (scope, type, query) => {
        const page = await store.list(scope, type, query);
        const name = query.sort?.by.name ?? 'userName';
        const rank = (stored: Stored) => Number(stored.document[name] !== undefined);
        return { ...page, resources: [...page.resources].sort((a, b) => rank(a) - rank(b)) };
      },
    }),
  ],
  [
    'ignores filters',
    'filters',
    (store) => ({
      list: (scope, type, { filter: _, ...query }) => store.list(scope, type, query),
    }),
  ],
  [
    'matches across elements',
    'filters',
    (store) => ({
      list: (scope, type, query) =>
        store.list(
          scope,
          type,
          query.filter?.kind === 'some' ? { ...query, filter: query.filter.of } : query,
        ),
    }),
  ],
  [
    'misses what it scans past',
    'scans',
    (store) => ({
      scan: async function* (...args) {
        let count = 0;
        for await (const stored of store.scan(...args)) if (++count % 100 !== 0) yield stored;
      },
    }),
  ],
  [
    'scans by position',
    'scans',
    (store) => ({
      scan: async function* (scope, type, _, want) {
        for (let offset = 0; ; offset += 1) {
          const page = { kind: 'index', offset, limit: 1 } as const;
          const [stored] = (await store.list(scope, type, { page, total: 'skip', want })).resources;
          if (stored === undefined) return;
          yield stored;
        }
      },
    }),
  ],
  ['does not undo', 'transactions', (store) => ({ transaction: (_, work) => work(store) })],
  [
    'goes on for a client that is gone',
    'signals',
    (store) => ({
      create: ({ signal: _, ...scope }, type, draft) => store.create(scope, type, draft),
    }),
  ],
];
