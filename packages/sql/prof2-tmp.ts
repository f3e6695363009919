import { compileCatalog, User, Group } from '@scimkit/core';
import { createSqlStore, openSqlite } from './src/index.ts';
import { storedOf } from './src/store/to-stored.ts';
import { decodeId } from './src/codec/resource-id.ts';
const raw = openSqlite('/tmp/sqlx/db/bench.db', { durability: 'process-crash' });
const store = createSqlStore({ sqlite: raw });
const t = (await store.tenants())[0]!; const T = Number(t.id);
const pg = raw.prepare('select id, version, created_at, modified_at, doc from scim_resource where tenant_id=? and type=1 order by id limit 100');
const rows = pg.all(T) as any[];
function bench(name: string, n: number, f: (i: number) => unknown) {
  for (let i = 0; i < n / 4; i++) f(i);
  let best = 1e9;
  for (let r = 0; r < 5; r++) { const s = performance.now(); for (let i = 0; i < n; i++) f(i); best = Math.min(best, (performance.now() - s) / n * 1000); }
  console.log(name.padEnd(40), best.toFixed(2));
}
class S { type; id; version; created; modified; json; #d: any; constructor(type: any, id: any, r: any) { this.type = type; this.id = id; this.version = Number(r.version).toString(36); this.created = Number(r.created_at); this.modified = Number(r.modified_at); this.json = r.doc; } get document() { return this.#d ??= JSON.parse(this.json); } }
bench('stored now', 500, () => rows.map((r) => storedOf('User', decodeId(r.id), r)));
bench('decode', 500, () => rows.map((r) => decodeId(r.id)));
bench('class', 500, () => rows.map((r) => new S('User', decodeId(r.id), r)));
bench('version36', 500, () => rows.map((r) => Number(r.version).toString(36)));
bench('versionS', 500, () => rows.map((r) => String(r.version)));
bench('literal', 500, () => rows.map((row) => { const doc = row.doc; let d: any; return { type: 'User', id: 'x', version: 'y', created: row.created_at, modified: row.modified_at, json: doc, get document() { d ??= JSON.parse(doc); return d; } }; }));
bench('all', 500, () => pg.all(T));
