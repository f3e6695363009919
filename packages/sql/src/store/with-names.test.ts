import { randomBytes } from 'node:crypto';
import process from 'node:process';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import type { PostgresOptions, SqlStore } from '../options.ts';
import { create, documentOnly, list, modelOf, nextOf, scopeOf } from '../test-support/tenant.ts';

const url = process.env.SCIMKIT_POSTGRES_URL ?? '';
/** Runs a test where a server is there; otherwise the one below says so. */
const onServer = url === '' ? () => undefined : it;
if (url === '') {
  it('no PostgreSQL server is there, so named statements are not tried; CONTRIBUTING.md says how to start one', () => {
    expect(process.env.SCIMKIT_POSTGRES_URL ?? '').toBe('');
  });
}
const user = modelOf('User');
const scope = scopeOf('acme');
const schema = `scim_names_${randomBytes(4).toString('hex')}`;
let pool: pg.Pool;

beforeAll(async () => {
  if (url === '') return;
  // One connection, so that what it has prepared can be seen, and taken away.
  pool = new pg.Pool({ connectionString: url, max: 1 });
  await pool.query(`create schema ${schema}`);
  await open().migrate();
});

/** Makes the tables so large that plans stay good. */
async function grow(): Promise<void> {
  const id = `decode(md5(i::text), 'hex')`;
  const rows = 'from generate_series(1, 6000) as i';
  const name = (table: string) => `${schema}.scim_${table}`;
  await pool.query(
    `insert into ${name('resource')} (tenant_id, type, id, version, created_at, modified_at, doc) select 7, 1, ${id}, 1, 1, 1, '{}' ${rows}`,
  );
  await pool.query(
    `insert into ${name('value')} (tenant_id, id, attr, elem, k, filled) select 7, ${id}, 1, 0, i::text, 1 ${rows}`,
  );
  await pool.query(
    `insert into ${name('member')} (tenant_id, group_id, member_id, group_type, member_type, added_at) select 7, ${id}, ${id}, 2, 1, 1 ${rows}`,
  );
}
afterAll(async () => {
  if (url === '') return;
  await pool.query(`drop schema ${schema} cascade`);
  await pool.end();
});

function open(options: Partial<PostgresOptions> = {}): SqlStore {
  return createSqlStore({ postgres: pool, schema, ...options });
}

async function prepared(): Promise<readonly string[]> {
  const { rows } = await pool.query('select statement from pg_prepared_statements');
  return rows.map(({ statement }) => String(statement));
}

async function use(store: SqlStore): Promise<void> {
  const { after } = await create(store, scope, user, { userName: randomBytes(8).toString('hex') });
  const next = () => nextOf(user, { userName: after.id, title: 'Engineer' });
  await store.update(scope, 'User', after.id, { at: 1, deltas: [], want: documentOnly, next });
  const found = await list(store, scope, user, { text: `userName eq "${after.id}"` });
  expect(found.resources.map(({ id }) => id)).toEqual([after.id]);
  expect((await store.read(scope, 'User', after.id, documentOnly))?.document.title).toBe('Engineer');
}

onServer('a pooler that knows nothing of prepared statements meets none with `prepare: false`', async () => {
  await use(open({ prepare: false }));
  expect(await prepared()).toEqual([]);
});

onServer('while tables are small no plan is kept, for it would be wrong when they have grown', async () => {
  await use(open());
  expect(await prepared()).toEqual([]);
  await grow();
});

onServer(
  'a connection plans look-ups and writes once, and filters by what they look for each time',
  async () => {
    const store = open();
    await use(store);
    await use(store);
    const before = await prepared();
    expect(before.some((text) => text.includes('unique_key ='))).toBe(true);
    expect(before.some((text) => text.includes('insert into'))).toBe(true);
    await use(store);
    expect(await prepared()).toEqual(before);
    await list(store, scope, user, { text: 'userName co "a"' });
    expect((await prepared()).filter((text) => text.includes('like'))).toEqual([]);
  },
);

onServer('a pooler that changes the connection under the store is noticed, and nothing fails', async () => {
  const store = open();
  await use(store);
  // What another connection knows of the names that were given on this one.
  await pool.query('deallocate all');
  await use(store);
  expect(await prepared()).toEqual([]);
  await use(store);
  expect(await prepared()).toEqual([]);
});

onServer('a write that a pooler has torn is made once', async () => {
  const store = open();
  await use(store);
  await pool.query('deallocate all');
  const { after } = await create(store, scope, user, { userName: 'torn' });
  const found = await list(store, scope, user, { text: 'userName eq "torn"' });
  expect(found.resources.map(({ id }) => id)).toEqual([after.id]);
});

if (url === '') {
  it('no PostgreSQL server is there, so names are not tried; CONTRIBUTING.md says how to start one', () => {
    expect(url).toBe('');
  });
}
