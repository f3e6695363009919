import { openSqlite } from './src/index.ts';
const raw = openSqlite('/tmp/sqlx/db/bench.db', { durability: 'process-crash' });
const T = Number((raw.prepare('select tenant_id from scim_tenant').get() as any).tenant_id);
function bench(name: string, sql: string, args: (i: number) => any[], m: 'all' | 'get' = 'all') {
  const s = raw.prepare(sql); const n = 5000;
  for (let i = 0; i < n / 4; i++) s[m](...args(i));
  let best = 1e9;
  for (let r = 0; r < 7; r++) { const t = performance.now(); for (let i = 0; i < n; i++) s[m](...args(i)); best = Math.min(best, (performance.now() - t) / n * 1000); }
  console.log(best.toFixed(2).padStart(8), name, (raw.prepare('explain ' + sql).all(...args(1)) as any[]).length);
}
const k = (i: number) => `user${(i % 1000) * 97}@example.com`;
const c = 'r.id, r.version, r.created_at, r.modified_at, r.doc';
bench('hand', `select ${c} from scim_resource r where tenant_id=? and type=1 and unique_key=? order by id limit 100`, (i) => [T, k(i)]);
bench('type ?', `select ${c} from scim_resource r where tenant_id=? and type=? and unique_key=? order by id limit 100`, (i) => [T, 1, k(i)]);
bench('limit ?', `select ${c} from scim_resource r where tenant_id=? and type=? and unique_key=? order by id limit ?`, (i) => [T, 1, k(i), 100]);
bench('limit offset ?', `select ${c} from scim_resource r where tenant_id=? and type=? and unique_key=? order by id limit ? offset ?`, (i) => [T, 1, k(i), 100, 0]);
bench('no order', `select ${c} from scim_resource r where tenant_id=? and type=? and unique_key=? limit ?`, (i) => [T, 1, k(i), 100]);
bench('bigint', `select ${c} from scim_resource r where tenant_id=? and type=? and unique_key=? order by id limit ? offset ?`, (i) => [BigInt(T), 1n, k(i), 100n, 0n]);
bench('limit ?+0', `select ${c} from scim_resource r where tenant_id=? and type=? and unique_key=? order by id limit ? + 0`, (i) => [T, 1, k(i), 100]);
bench('limit ?+0 offset ?+0', `select ${c} from scim_resource r where tenant_id=? and type=? and unique_key=? order by id limit ? + 0 offset ? + 0`, (i) => [T, 1, k(i), 100, 0]);
bench('limit 100 offset ?', `select ${c} from scim_resource r where tenant_id=? and type=? and unique_key=? order by id limit 100 offset ?`, (i) => [T, 1, k(i), 0]);
bench('page hand', `select ${c} from scim_resource r where tenant_id=? and type=1 order by id limit 100`, (i) => [T]);
bench('page ?+0', `select ${c} from scim_resource r where tenant_id=? and type=? order by id limit ?+0 offset ?+0`, (i) => [T, 1,100,0]);
