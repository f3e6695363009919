import process from 'node:process';
import pg from 'pg';
import { createPool } from 'mysql2';
import { compileCatalog, compileFilter, extractKeys, displayOf, Group, User } from '@scimkit/core';
import { createSqlStore } from '../src/index.ts';
const catalog = compileCatalog([User, Group]);
const user = catalog.byType.get('User')!, group = catalog.byType.get('Group')!;
const scope = { tenant: '7', connection: 'x', principal: 'x' };
const doc = (i: number) => ({ schemas: [user.schema], userName: `user${i}@example.com`, externalId: `00u${i}`, displayName: `User ${i}`, active: true, name: { givenName: 'Ann', familyName: `F${i % 500}` }, emails: [{ value: `user${i}@example.com`, type: 'work', primary: true }, { value: `p${i}@home.example`, type: 'home' }], title: 'Engineer' });
const next = (d: any, m = user) => ({ document: d, keys: extractKeys(m, d), display: displayOf(m, d) as string });
const want = { document: true, members: false, memberOf: false };
const p50 = async (n: number, f: (i: number) => Promise<unknown>) => { const t: number[] = []; for (let i = 0; i < n; i++) { const s = performance.now(); await f(i); t.push(performance.now() - s); } t.sort((a, b) => a - b); return t[n >> 1]!.toFixed(2) + ' ms'; };
async function run(name: string, store: any, raw: (t: string, v: unknown[]) => Promise<any>, q: (n: number) => string, lit: any) {
  await store.migrate();
  const N = Number(process.argv[3] ?? 20000);
  const ids: string[] = [];
  let t0 = performance.now();
  for (let b = 0; b < N; b += 20) {
    const made = await Promise.all(Array.from({ length: 20 }, (_, k) => store.create(scope, 'User', { ...next(doc(b + k)), at: 1 })));
    for (const m of made) ids.push(m.after.id);
  }
  console.log(name, `${N} creates by 20 at once: ${(N / (performance.now() - t0) * 1000).toFixed(0)}/s`);
  const g = { schemas: [group.schema], displayName: 'Everyone' };
  t0 = performance.now();
  const made = await store.create(scope, 'Group', { ...next(g, group), at: 1, membership: group.membership, members: ids.map((id) => ({ id })) });
  console.log(name, `group of ${N} made: ${(performance.now() - t0).toFixed(0)} ms`);
  const gid = made.after.id;
  await raw(lit.analyze, []);
  const hex = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');
  const pick = (i: number) => ids[(i * 7919) % ids.length]!;
  const want0 = { ...want };
  const R = 300;
  console.log(name, 'read      store', await p50(R, (i) => store.read(scope, 'User', pick(i), want0)), ' hand', await p50(R, (i) => raw(`select id, version, created_at, modified_at, ${lit.doc} from scim_resource where tenant_id = ${q(1)} and type = ${q(2)} and id = ${q(3)}`, [7, 1, hex(pick(i))])));
  console.log(name, 'userName  store', await p50(R, (i) => store.list(scope, 'User', { filter: compileFilter(user, `userName eq "user${(i * 31) % N}@example.com"`), page: { kind: 'index', offset: 0, limit: 100 }, total: 'exact', want: want0 })), ' hand', await p50(R, (i) => raw(`select id, version, created_at, modified_at, ${lit.doc} from scim_resource where tenant_id = ${q(1)} and type = ${q(2)} and unique_key = ${q(3)}`, [7, 1, `user${(i * 31) % N}@example.com`])));
  console.log(name, 'emails    store', await p50(R, (i) => store.list(scope, 'User', { filter: compileFilter(user, `emails[type eq "work" and value eq "user${(i * 31) % N}@example.com"]`), page: { kind: 'index', offset: 0, limit: 100 }, total: 'exact', want: want0 })));
  console.log(name, 'page 100  store', await p50(50, (i) => store.list(scope, 'User', { page: { kind: 'index', offset: 0, limit: 100 }, total: 'skip', want: want0 })), ' hand', await p50(50, () => raw(`select id, version, created_at, modified_at, ${lit.doc} from scim_resource where tenant_id = ${q(1)} and type = ${q(2)} order by id limit 100`, [7, 1])));
  const sort = { by: [...user.byId.values()].find((a: any) => a.path === 'name.familyName'), descending: false };
  console.log(name, 'sorted100 store', await p50(50, (i) => store.list(scope, 'User', { sort, page: { kind: 'index', offset: 0, limit: 100 }, total: 'skip', want: want0 })));
  console.log(name, 'create    store', await p50(R, (i) => store.create(scope, 'User', { ...next(doc(1e6 + i)), at: 1 })));
  console.log(name, 'patch     store', await p50(R, (i) => store.update(scope, 'User', pick(i), { at: i + 5, deltas: [], want: want0, next: (c: any) => next({ ...c.document, active: !c.document.active, title: `${i}` }) })));
  const extra = (await Promise.all(Array.from({ length: 100 }, (_, k) => store.create(scope, 'User', { ...next(doc(2e6 + k)), at: 1 })))).map((m: any) => m.after.id);
  const d = (x: object) => ({ attribute: group.membership, clear: false, add: [], remove: [], unknownMembers: 'reject', ...x });
  console.log(name, `add 1 to ${N} store`, await p50(100, (i) => store.update(scope, 'Group', gid, { at: i, want: { ...want0, document: false }, deltas: [d({ add: [{ id: extra[i] }] })] })));
  console.log(name, `rem 1 of ${N} store`, await p50(100, (i) => store.update(scope, 'Group', gid, { at: i, want: { ...want0, document: false }, deltas: [d({ remove: [extra[i]] })] })));
  t0 = performance.now();
  const keep = ids.slice(50).map((id) => ({ id })); keep.push(...extra.slice(0, 50).map((id: string) => ({ id })));
  const put = await store.update(scope, 'Group', gid, { at: 9, want: { ...want0, document: false }, deltas: [d({ clear: true, add: keep })] });
  console.log(name, `PUT group of ${N}, 50 out 50 in: ${(performance.now() - t0).toFixed(0)} ms`, put.added.length, put.removed.length);
  t0 = performance.now();
  const read = await store.read(scope, 'Group', gid, { document: true, members: true, memberOf: false });
  console.log(name, `read with ${read.members.length} members: ${(performance.now() - t0).toFixed(0)} ms`);
  console.log(name, 'read user with groups', await p50(R, (i) => store.read(scope, 'User', pick(i), { ...want0, memberOf: true })));
  console.log(name, 'remove user', await p50(50, (i) => store.remove(scope, 'User', ids[i + 100]!, { at: 10 })));
}
const which = process.argv[2];
if (which === 'pg') {
  const pool = new pg.Pool({ connectionString: process.env.SCIMKIT_POSTGRES_URL, max: 20 });
  const schema = 'bench_' + Date.now(); await pool.query(`create schema ${schema}`); await pool.end();
  const p2 = new pg.Pool({ connectionString: process.env.SCIMKIT_POSTGRES_URL, max: 20, options: `-c search_path=${schema}` });
  await run('pg', createSqlStore({ postgres: p2 }), (t, v) => p2.query(t, v), (n) => `$${n}`, { doc: 'doc::text', analyze: 'analyze' });
  await p2.query(`drop schema ${schema} cascade`); await p2.end();
} else {
  const name = 'bench_' + Date.now();
  const u = new URL(process.env.SCIMKIT_MARIADB_URL!);
  const a = createPool(process.env.SCIMKIT_MARIADB_URL!).promise(); await a.query(`create database ${name}`);
  u.pathname = name; const pool = createPool({ uri: u.href, connectionLimit: 20 });
  await run('maria', createSqlStore({ mariadb: pool }), (t, v) => pool.promise().query(t, v), () => '?', { doc: 'doc', analyze: 'analyze table scim_resource, scim_value, scim_member' });
  await a.query(`drop database ${name}`); await a.end(); await pool.promise().end();
}
