import { bindContract, connectionContract, outboxContract, storageContract } from '@scimkit/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import type { StatementRun } from './options.ts';
import { create, documentOnly, modelOf, scopeOf } from './test-support/tenant.ts';

const user = modelOf('User');
const ran = new Map<string, StatementRun>();

async function logged() {
  const log = (run: StatementRun) => ran.set(run.text, run);
  const store = createSqlStore({ sqlite: ':memory:', outbox: true, log });
  await store.migrate();
  ran.clear();
  return { store, close: store.close };
}

/** Tables that belong to no tenant, or that say what the tenants are. */
const apart = /^(select|insert|update|delete)\b[^()]*"scim_(type|index|tenant|tenant_name|schema_version)"/;
/**
 * The only statements on the data of tenants that name none: a relay delivers for all of them, so it looks for what is due,
 * parked or old in all. What it finds it names by tenant and event, in one JSON parameter.
 */
const relays =
  /^select .* from "scim_(outbox" (as o .*)?where (o\.)?due_at (<=|is null)|event" where delivered_at < )/;
const byList = /from json_each\(\?\) as e\) as j/;
/** Texts in quotes that the statements have of themselves; nothing else may stand in quotes. */
const ownTexts = new Set(["''", "'object'", "'{}'", "'table'"]);

describe('every statement that the contract makes the store run', () => {
  const seen = new Map<string, StatementRun>();
  bindContract(
    {
      describe,
      it: (name, body) =>
        it(name, async () => {
          await body();
          for (const [text, run] of ran) seen.set(text, run);
        }),
    },
    [...storageContract(logged), ...connectionContract(logged), ...outboxContract(logged)],
  );

  afterAll(() => {
    expect(seen.size).toBeGreaterThan(150);
    for (const { text, parameters } of seen.values()) {
      // Savepoints and the like touch no table.
      if (/^(release |rollback to )?savepoint |from sqlite_master/.test(text)) continue;
      for (const quoted of text.match(/'[^']*'/g) ?? []) expect(ownTexts, text).toContain(quoted);
      if (relays.test(text)) continue;
      if (byList.test(text) && /scim_(outbox|event)"/.test(text)) {
        expect(text, 'names the tenant').toMatch(/tenant_id = j\.tenant_id|\(tenant_id, event_id\) in/);
        continue;
      }
      if (apart.test(text) && !/scim_(resource|value|unique|member|token|event|outbox)"/.test(text)) continue;
      expect(text, 'names the tenant').toMatch(/tenant_id = \?|tenant_id, .*values \(\?|select \?/);
      expect(
        parameters.some((value) => typeof value === 'number' && value > 2 ** 20),
        text,
      ).toBe(true);
    }
  });
});

it('takes ids of tenants that it has not made: numbers and names', async () => {
  const { store } = await logged();
  const tenants = [
    '42',
    'default',
    'default ',
    'Default',
    '007',
    '0',
    '-1',
    '1.5',
    '9007199254740993',
    '__proto__',
    "'; --",
    'é',
    'x'.repeat(500),
  ];
  for (const tenant of tenants) await create(store, scopeOf(tenant), user, { userName: 'jo', title: tenant });
  for (const tenant of tenants) {
    const { resources, total } = await store.list(scopeOf(tenant), 'User', {
      page: { kind: 'index', offset: 0, limit: 10 },
      total: 'exact',
      want: documentOnly,
    });
    expect([total, resources[0]?.document.title]).toEqual([1, tenant]);
  }
  expect((await store.tenants()).length).toBe(0);
});

it('makes no tenant of a name that was only read', async () => {
  const { store } = await logged();
  ran.clear();
  expect(await store.read(scopeOf('nobody'), 'User', 'x', documentOnly)).toBeUndefined();
  expect(await store.remove(scopeOf('nobody'), 'User', 'x', { at: 1 })).toBeUndefined();
  expect([...ran.keys()].filter((text) => text.startsWith('insert'))).toEqual([]);
});
