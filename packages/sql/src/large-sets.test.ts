import { createScimServer, type Envelope, type Query, type Stored, type Want } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import { openSqlite } from './node-sqlite/open-sqlite.ts';
import type { SqlStore, StatementRun } from './options.ts';
import { onEngines, type TestDatabase } from './test-support/engines.ts';
import { create, filterOf, modelOf, scopeOf } from './test-support/tenant.ts';

// A database inside the process has one thread, and other files run meanwhile.
vi.setConfig({ testTimeout: 120_000 });

const [user, group] = [modelOf('User'), modelOf('Group')];
/** A tenant, and the number it is kept under. */
const scope = scopeOf('7');
const people = 100_000;

/** What the test needs of a database. */
type Database = Pick<TestDatabase, 'open' | 'query' | 'end'> & { readonly engine: string };

function startSqlite(): Promise<Database> {
  const database = openSqlite(':memory:');
  return Promise.resolve({
    engine: 'sqlite',
    open: (options) => createSqlStore({ sqlite: database, ...options }),
    // The driver gives rows of columns by their names.
    query: async (text, values = []) =>
      database.prepare(text.replaceAll('@', 'scim_')).all(...(values as (string | Uint8Array)[])) as Record<
        string,
        unknown
      >[],
    end: async () => database.close(),
  });
}

const digits = (name: string) =>
  `(select 0 as ${name} union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6 union all select 7 union all select 8 union all select 9) as t_${name}`;
const numbers = `(select a + 10 * b + 100 * c + 1000 * d + 10000 * e as i from ${['a', 'b', 'c', 'd', 'e'].map(digits).join(' cross join ')}) as numbers`;

/** Ids in no order, made of numbers. */
function idOf(engine: string, kind: 'u' | 'g', number: string): string {
  if (engine === 'sqlite') {
    const tail = `${number} + ${kind === 'u' ? 0 : people}`;
    return `unhex(printf('%08x%024x', ((${number}) * 2654435761) & 4294967295, ${tail}))`;
  }
  if (engine === 'postgres') return `decode(md5('${kind}' || (${number})), 'hex')`;
  return `unhex(left(sha2(concat('${kind}', ${number}), 256), 32))`;
}

/** Users, a group with all of them, and five thousand small ones: by SQL, because one at a time would take minutes. */
async function fill({ engine, query }: Database, staff: Uint8Array): Promise<void> {
  const doc = engine === 'postgres' ? `cast('{}' as json)` : `'{}'`;
  const name = engine === 'sqlite' || engine === 'postgres' ? `'Number ' || i` : `concat('Number ', i)`;
  const [person, small] = [idOf(engine, 'u', 'i'), idOf(engine, 'g', 'i % 5000')];
  const resource =
    'insert into @resource (tenant_id, type, id, version, created_at, modified_at, display, doc)';
  const member = 'insert into @member (tenant_id, group_id, member_id, group_type, member_type, added_at)';
  await query(`${resource} select 7, 1, ${person}, 1, i, i, ${name}, ${doc} from ${numbers}`);
  await query(`${resource} select 7, 2, ${small}, 1, i, i, ${name}, ${doc} from ${numbers} where i < 5000`);
  const all = engine === 'postgres' ? '$1' : '?';
  await query(`${member} select 7, ${all}, ${person}, 2, 1, i from ${numbers}`, [staff]);
  await query(`${member} select 7, ${small}, ${person}, 2, 1, i from ${numbers}`);
}

/** What reads more members than are shown, or sorts them. */
const tooMuch: Readonly<Record<string, RegExp>> = {
  sqlite: /SCAN (r|d|x|scim_)|TEMP B-TREE|SEARCH m (?!USING PRIMARY KEY \(tenant_id=\? AND group_id=\?)/,
  postgres: /Seq Scan|Sort/,
  mysql: /^\S+ (r|m|d|k) (ALL|index) |filesort/m,
};

/** Statements on the table itself: a store also looks, now and then, at how large its tables have grown. */
const readsMembers = /(from|join) \S+member["`]/;

const explain: Readonly<Record<string, string>> = {
  sqlite: 'explain query plan',
  mysql: 'explain format=traditional',
};

const first: Want = { document: true, members: { limit: 1000 }, memberOf: false };

describe.each([['sqlite', startSqlite] as const, ...onEngines])(
  `a group of ${people} members on %s`,
  (_, start) => {
    let database: Database;
    let store: SqlStore;
    let staff: string;
    const ran: StatementRun[] = [];

    beforeAll(async () => {
      database = await start();
      store = database.open({ log: (run) => ran.push(run) });
      await store.migrate();
      // Types are known, and their columns decided, once there is a resource of each.
      await create(store, scope, user, { userName: 'first', displayName: 'First' });
      staff = (await create(store, scope, group, { displayName: 'Staff' })).after.id;
      await fill(database, Buffer.from(staff.replaceAll('-', ''), 'hex'));
    }, 120_000);
    afterAll(() => database.end());

    async function plansOf(work: () => Promise<unknown>): Promise<readonly string[]> {
      ran.length = 0;
      await work();
      const plans: string[] = [];
      for (const { text, parameters } of ran.filter(({ text }) => readsMembers.test(text))) {
        const plain = text.replace(/^set statement .*? for /, '');
        const rows = await database.query(`${explain[database.engine] ?? 'explain'} ${plain}`, [
          ...parameters,
        ]);
        plans.push(rows.map((row) => String(row.detail ?? row['QUERY PLAN'] ?? lineOf(row))).join('\n'));
      }
      return plans;
    }

    it('is read and paged by an index that begins with the group, without a sort', async () => {
      const { membersNext } = (await store.read(scope, 'Group', staff, first)) ?? {};
      const plans = await plansOf(async () => {
        await store.read(scope, 'Group', staff, first);
        await store.memberPage(scope, 'Group', staff, membersNext, 1000);
      });
      expect(plans).toHaveLength(2);
      for (const plan of plans) {
        expect(plan).toMatch(/PRIMARY|member_pkey/);
        expect(plan).not.toMatch(tooMuch[database.engine] ?? tooMuch.mysql ?? /./);
      }
    });

    it('has its first members in a list, by that index', async () => {
      const query: Query = {
        filter: filterOf(group, `id eq "${staff}"`),
        page: { kind: 'index', offset: 0, limit: 100 },
        total: 'skip',
        want: first,
      };
      let listed: readonly Stored[] = [];
      // Not analysed, PostgreSQL takes every set for two members, and sorts them rather than walk the index.
      if (database.engine === 'postgres') await database.query('analyze @member');
      const [plan] = await plansOf(async () => {
        listed = (await store.list(scope, 'Group', query)).resources;
      });
      expect(listed.map(({ members }) => members?.length)).toEqual([1000]);
      expect(plan).toMatch(/PRIMARY|member_pkey/);
      expect(plan).not.toMatch(tooMuch[database.engine] ?? tooMuch.mysql ?? /./);
    });

    it('is answered whole, in pieces of a thousand, while others have their turn', async () => {
      const server = createScimServer({
        store,
        authenticate: async () => ({ tenant: scope.tenant, id: 'okta', principal: 'test' }),
      });
      const outcome = await server.handle(envelopeOf(`/Groups/${staff}`));
      if (typeof outcome.body !== 'object') throw new TypeError(`${outcome.status}: no pieces.`);
      let turns = 0;
      let counting = true;
      const count = () => {
        turns += 1;
        if (counting) setImmediate(count);
      };
      setImmediate(count);
      const pieces: string[] = [];
      for await (const piece of outcome.body) pieces.push(piece);
      counting = false;
      expect(turns).toBeGreaterThan(5);
      for (const piece of pieces) expect(piece.split('"value"').length - 1).toBeLessThanOrEqual(1000);
      const { members, displayName, meta } = JSON.parse(pieces.join(''));
      expect([displayName, meta.resourceType, members.length]).toEqual(['Staff', 'Group', people]);
      expect(new Set(members.map(({ value }: { value: string }) => value)).size).toBe(people);
    });
  },
);

function lineOf(row: Readonly<Record<string, unknown>>): string {
  return ['select_type', 'table', 'type', 'key', 'ref', 'Extra'].map((name) => row[name] ?? '-').join(' ');
}

function envelopeOf(path: string): Envelope {
  return {
    method: 'GET',
    base: 'https://app.example/scim/v2/acme',
    path,
    query: '',
    params: {},
    header: () => undefined,
    body: async () => ({ kind: 'none' }),
  };
}
