import { createUuidV7 } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { dialects } from '../dialects/dialects.ts';
import { openSqlite } from '../node-sqlite/open-sqlite.ts';
import type { SqlStore, StatementRun } from '../options.ts';
import { onEngines } from '../test-support/engines.ts';
import { documentOnly, modelOf, nextOf, scopeOf } from '../test-support/tenant.ts';

const user = modelOf('User');
const scope = scopeOf('7');
/** So many events wait, half of them of one resource. */
const events = 20_000;

interface Planned {
  readonly engine: keyof typeof dialects;
  readonly open: (log: (run: StatementRun) => void) => SqlStore;
  readonly query: (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
  readonly end: () => Promise<void>;
}

async function startSqlite(): Promise<Planned> {
  const database = openSqlite(':memory:');
  return {
    engine: 'sqlite',
    open: (log) => createSqlStore({ sqlite: database, outbox: true, log }),
    query: async (text, values = []) =>
      database.prepare(text.replace(/@(?=[a-z])/g, 'scim_')).all(...(values as string[])),
    end: async () => database.close(),
  };
}

const engines: readonly (readonly [string, () => Promise<Planned>])[] = [
  ['sqlite', startSqlite],
  ...onEngines.map(([name, start]) => {
    const open = async (): Promise<Planned> => {
      const database = await start();
      // MariaDB is a MySQL to the driver, and explains in its own way.
      const engine = name === 'pglite' ? 'postgres' : (name as Planned['engine']);
      return { ...database, engine, open: (log) => database.open({ outbox: true, log }) };
    };
    return [name, open] as const;
  }),
];

const digits = (name: string) =>
  `(select 0 as ${name} union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6 union all select 7 union all select 8 union all select 9) as t_${name}`;
const numbers = `(select a + 10 * b + 100 * c + 1000 * d + 10000 * e as i from ${['a', 'b', 'c', 'd'].map(digits).join(' cross join ')} cross join (select 0 as e union all select 1) as t_e) as numbers`;

/** Ids by their number, in the SQL of each engine. */
const bytes: Readonly<Record<Planned['engine'], (prefix: string) => string>> = {
  sqlite: (prefix) => `cast(printf('${prefix}%015d', i) as blob)`,
  postgres: (prefix) => `convert_to('${prefix}' || lpad(cast(i as text), 15, '0'), 'UTF8')`,
  mysql: (prefix) => `cast(concat('${prefix}', lpad(i, 15, '0')) as binary(16))`,
  mariadb: (prefix) => `cast(concat('${prefix}', lpad(i, 15, '0')) as binary(16))`,
};

async function fill({ engine, query }: Planned): Promise<void> {
  const of = bytes[engine];
  const resource = `case when i < ${events / 2} then ${of('r')} else ${of('x').replaceAll(/\bi\b/g, '0')} end`;
  const columns = 'tenant_id, event_id, at, kind, type, resource_id, data';
  const rows = (prefix: string) => `7, ${of(prefix)}, i, 'x', 1, ${resource}, '{}'`;
  await query(`insert into @event (${columns}, delivered_at) select ${rows('d')}, i from ${numbers}`);
  await query(`insert into @event (${columns}) select ${rows('e')} from ${numbers}`);
  await query(
    `insert into @outbox (tenant_id, event_id, resource_id, seq, due_at) select 7, ${of('e')}, ${resource}, i, i from ${numbers}`,
  );
}

/** What reads more than it has to: a whole table, a whole index, or all events of the tenant. Parked ones, of which few are, may be sorted. */
const tooMuch: Readonly<Record<Planned['engine'], RegExp>> = {
  sqlite: /SCAN (scim_|[rmhot]\b|e (?!VIRTUAL))|SEARCH (?!t )\S+ .*\(tenant_id=\?\)/,
  postgres:
    /Seq Scan on scim_(event|outbox)|on scim_(event|outbox).*\n +Index Cond: \(tenant_id = \S+\)$|Sort Key: (?!e\.tenant_id)/m,
  mysql:
    /^(?!INSERT)\S+ ([remhot]|scim_\w+) (ALL|index) (?!.*json_table)|\bref \w+ (func|const)\b(?!,)|h .*filesort/m,
  mariadb:
    /^(?!INSERT)\S+ ([remhot]|scim_\w+) (ALL|index) (?!.*json_table)|\bref \w+ (func|const)\b(?!,)|h .*filesort/m,
};

const cases = engines.flatMap(([name, start]) =>
  ['never analysed', 'analysed'].map((when) => [name, when, start] as const),
);

describe.each(cases)(`plans of the outbox on %s with ${events} events waiting, %s`, (_, when, start) => {
  const ran: StatementRun[] = [];
  let planned: Planned;
  let store: SqlStore;

  beforeAll(async () => {
    planned = await start();
    store = planned.open((run) => ran.push(run));
    await store.migrate();
    const event = () => ({ id: createUuidV7(), kind: 'User.x', data: {} });
    const draft = { ...nextOf(user, { schemas: [user.schema], userName: 'jo' }), at: events };
    const { after } = await store.create(scope, 'User', draft, event);
    await fill(planned);
    if (when === 'analysed') {
      const command = {
        sqlite: 'analyze',
        postgres: 'analyze',
        mysql: 'analyze table',
        mariadb: 'analyze table',
      };
      for (const table of ['event', 'outbox']) await planned.query(`${command[planned.engine]} @${table}`);
    }
    ran.length = 0;
    // Every statement of the outbox runs once at least.
    await store.update(scope, 'User', after.id, {
      at: events,
      deltas: [],
      want: documentOnly,
      next: ({ document }) => nextOf(user, { ...document, title: 'x' }),
      event,
    });
    const now = events * 2;
    const claimed = await store.outbox.claim({ limit: 10, leaseMs: 1000, now });
    // Half of what is due after these waits for others.
    await store.outbox.claim({ limit: 10, leaseMs: 1000, now });
    await store.outbox.done(claimed.slice(1), now);
    for (const lease of claimed.slice(0, 1)) await store.outbox.failed(lease, { reason: 'x', now });
    const parked = await store.outbox.parked({ limit: 5 });
    await store.outbox.retry(parked, now);
    await store.outbox.prune({ before: events, limit: 5 });
  }, 120_000);
  afterAll(() => planned.end());

  it('every statement finds its rows by an index', async () => {
    const { explain } = dialects[planned.engine];
    const texts = new Map(ran.map((run) => [run.text, run]));
    const ours = [...texts.values()].filter(({ text }) => /scim_(event|outbox)/.test(text));
    expect(ours.length).toBeGreaterThanOrEqual(13);
    for (const { text, parameters } of ours) {
      const rows = await planned.query(explain.statement(text), parameters);
      const plan = rows.map((row) => explain.line(row)).join('\n');
      expect(plan, text).not.toMatch(tooMuch[planned.engine]);
    }
  });
});
