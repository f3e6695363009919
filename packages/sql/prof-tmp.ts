import { compileCatalog, compileFilter, User, Group } from '@scimkit/core';
import { createSqlStore, openSqlite } from './src/index.ts';
import { encodeId, decodeId } from './src/codec/resource-id.ts';
const raw = openSqlite('/tmp/sqlx/db/bench.db', { durability: 'process-crash' });
const store = createSqlStore({ sqlite: raw });
const t = (await store.tenants())[0]!; const T = Number(t.id);
const scope = { tenant: t.id, connection: 'c', principal: 'p' };
const um = compileCatalog([User, Group]).byType.get('User')!;
const want = { document: true, members: false, memberOf: false };
async function bench(name: string, n: number, f: (i: number) => unknown) {
  for (let i = 0; i < n / 4; i++) await f(i);
  let best = 1e9;
  for (let r = 0; r < 5; r++) { const s = performance.now(); for (let i = 0; i < n; i++) await f(i); best = Math.min(best, (performance.now() - s) / n * 1000); }
  console.log(name.padEnd(40), best.toFixed(2));
}
const pg = raw.prepare('select id, version, created_at, modified_at, doc from scim_resource where tenant_id=? and type=1 order by id limit 100');
const pg2 = raw.prepare('select r.id, r.version, r.created_at, r.modified_at, r.doc from (select r.rid as page_row, r.id as page_id from scim_resource as r where r.tenant_id=?1 and r.type=?2 order by r.id limit 100) as p cross join scim_resource as r where r.tenant_id=?1 and r.type=?2 and r.rid=p.page_row order by p.page_id');
const pg3 = raw.prepare('select r.id, r.version, r.created_at, r.modified_at, r.doc from (select r.rid as page_row, r.id as page_id from scim_resource as r where r.tenant_id=?1 and r.type=?2 order by r.id limit 100) as p cross join scim_resource as r where r.rid=p.page_row order by p.page_id');
await bench('hand page', 300, () => pg.all(T));
await bench('hand ids-first', 300, () => pg2.all(T, 1));
await bench('hand ids-first no tenant', 300, () => pg3.all(T, 1));
const rows = pg.all(T) as any[];
await bench('decodeId x100', 300, () => { for (const r of rows) decodeId(r.id); });
await bench('page store', 300, () => store.list(scope, 'User', { page: { kind: 'index', offset: 0, limit: 100 }, total: 'skip', want }));
const one = raw.prepare('select id, version, created_at, modified_at, doc from scim_resource where tenant_id=? and type=1 and unique_key=? order by id limit 100');
const filters = Array.from({ length: 1000 }, (_, i) => compileFilter(um, `userName eq "user${i * 97}@example.com"`));
await bench('hand userName', 5000, (i) => one.all(T, `user${(i % 1000) * 97}@example.com`));
await bench('store userName', 5000, (i) => store.list(scope, 'User', { filter: filters[i % 1000]!, page: { kind: 'index', offset: 0, limit: 100 }, total: 'exact', want }));
const get = raw.prepare('select id, version, created_at, modified_at, doc from scim_resource where tenant_id=? and type=1 and id=?');
const ids = rows.map((r) => decodeId(r.id));
await bench('hand read', 5000, (i) => get.get(T, encodeId(ids[i % 100]!)!));
await bench('store read', 5000, (i) => store.read(scope, 'User', ids[i % 100]!, want));
await bench('encodeId', 5000, (i) => encodeId(ids[i % 100]!));
