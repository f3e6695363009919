import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { compileCatalog, compileFilter, displayOf, extractKeys, Group, User, createUuidV7 } from '@scimkit/core';
import { createSqlStore, openSqlite } from './src/index.ts';
import { encodeId } from './src/codec/resource-id.ts';

const N = Number(process.argv[2] ?? 100_000);
const durability = (process.argv[3] ?? 'process-crash') as 'process-crash' | 'power-loss';
const path = '/tmp/sqlx/db/bench.db';
for (const s of ['', '-wal', '-shm']) if (existsSync(path + s)) rmSync(path + s);
const raw: DatabaseSync = openSqlite(path, { durability });
const store = createSqlStore({ sqlite: raw });
await store.migrate();
const t = await store.createTenant({ slug: 'a', at: 1 });
const scope = { tenant: t.id, connection: 'c', principal: 'p' };
const catalog = compileCatalog([User, Group]);
const um = catalog.byType.get('User')!, gm = catalog.byType.get('Group')!;
const next = (m: typeof um, document: any) => ({ document, keys: extractKeys(m, document), display: displayOf(m, document) });
const userDoc = (i: number) => ({ schemas: [um.schema], userName: `user${i}@example.com`, externalId: `ext${i}`, name: { familyName: `Fam${i % 5000}`, givenName: `Given${i}` }, displayName: `User ${i}`, active: i % 10 !== 0, title: 'Engineer', emails: [{ value: `user${i}@example.com`, type: 'work', primary: true }, { value: `u${i}@home.example`, type: 'home' }], 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { employeeNumber: `${i}`, department: `Dep${i % 50}` }, addresses: [{ type: 'work', streetAddress: 'x'.repeat(300), country: 'DE' }] });
const ids: string[] = [];
let t0 = performance.now();
for (let i = 0; i < N; i += 2000) {
  await store.transaction(scope, async (s) => {
    for (let k = i; k < Math.min(N, i + 2000); k++) ids.push((await s.create(scope, 'User', { ...next(um, userDoc(k)), at: 1700000000000 + k } as any)).after.id);
  });
}
console.log('load', N, ((performance.now() - t0) / N * 1000).toFixed(1), 'µs each');
const membership = gm.membership!;
const big = (await store.create(scope, 'Group', { ...next(gm, { schemas: [gm.schema], displayName: 'Everyone' }), at: 1, membership, members: ids.map((id) => ({ id })) } as any)).after.id;
for (let g = 0; g < 200; g++) await store.create(scope, 'Group', { ...next(gm, { schemas: [gm.schema], displayName: `G${g}` }), at: 1, membership, members: ids.filter((_, i) => i % 200 === g).slice(0, 500).map((id) => ({ id })) } as any);
raw.exec('pragma wal_checkpoint(truncate)');

const T = Number(t.id);
const P = (q: string) => raw.prepare(q);
async function bench(name: string, n: number, f: (i: number) => unknown): Promise<number> {
  for (let i = 0; i < Math.min(n, 2000) / 4; i++) await f(i);
  const s = performance.now();
  for (let i = 0; i < n; i++) await f(i + 7_000_000);
  const us = (performance.now() - s) / n * 1000;
  return us;
}
async function pair(name: string, n: number, ours: (i: number) => unknown, hand: (i: number) => unknown) {
  const b1 = await bench(name, n, hand), a1 = await bench(name, n, ours), b2 = await bench(name, n, hand), a2 = await bench(name, n, ours);
  const a = Math.min(a1, a2), b = Math.min(b1, b2);
  console.log(name.padEnd(34), 'store', a.toFixed(1).padStart(9), 'hand', b.toFixed(1).padStart(9), 'x', (a / b).toFixed(2));
}
const pick = (i: number) => ids[(i * 7919) % N]!;
const docOnly = { document: true, members: false, memberOf: false };
const withGroups = { document: true, members: false, memberOf: true };
const get = P('select id, version, created_at, modified_at, doc from scim_resource where tenant_id=? and type=1 and id=?');
await pair('read', 30000, async (i) => store.read(scope, 'User', pick(i), docOnly), async (i) => get.get(T, encodeId(pick(i))!));
const grp = P('select m.group_id, g.display from scim_member m cross join scim_resource g on g.tenant_id=m.tenant_id and g.type=m.group_type and g.id=m.group_id where m.tenant_id=? and m.member_id=?');
await pair('read with groups', 30000, async (i) => store.read(scope, 'User', pick(i), withGroups), async (i) => { const b = encodeId(pick(i))!; return [get.get(T, b), grp.all(T, b)]; });
const page0 = (limit: number, offset = 0) => ({ kind: 'index' as const, offset, limit });
const byName = P('select id, version, created_at, modified_at, doc from scim_resource where tenant_id=? and type=1 and unique_key=? order by id limit 100');
const f = (text: string) => compileFilter(um, text);
const q = (text: string, want = docOnly) => store.list(scope, 'User', { filter: f(text), page: page0(100), total: 'exact', want });
await pair('userName eq', 20000, async (i) => q(`userName eq "user${(i * 7919) % N}@example.com"`), async (i) => byName.all(T, `user${(i * 7919) % N}@example.com`));
const filters = Array.from({ length: 1000 }, (_, i) => f(`userName eq "user${(i * 97) % N}@example.com"`));
await pair('userName eq (filter ready)', 20000, async (i) => store.list(scope, 'User', { filter: filters[i % 1000]!, page: page0(100), total: 'exact', want: docOnly }), async (i) => byName.all(T, `user${((i % 1000) * 97) % N}@example.com`));
const emailAttr = um.byName.get('emails')!.id;
const byMail = P('select r.id, r.version, r.created_at, r.modified_at, r.doc from scim_value v cross join scim_resource r on r.tenant_id=v.tenant_id and r.type=1 and r.id=v.id where v.tenant_id=? and v.attr=? and v.k=? order by r.id limit 100');
const mails = Array.from({ length: 1000 }, (_, i) => f(`emails[type eq "work" and value eq "user${(i * 97) % N}@example.com"]`));
await pair('emails[work and value eq]', 20000, async (i) => store.list(scope, 'User', { filter: mails[i % 1000]!, page: page0(100), total: 'exact', want: docOnly }), async (i) => byMail.all(T, emailAttr, `user${((i % 1000) * 97) % N}@example.com`));
const pg = P('select id, version, created_at, modified_at, doc from scim_resource where tenant_id=? and type=1 order by id limit 100 offset ?');
const cnt = P('select count(*) n from scim_resource where tenant_id=? and type=1');
await pair('page 100, no total', 2000, async (i) => store.list(scope, 'User', { page: page0(100), total: 'skip', want: docOnly }), async (i) => pg.all(T, 0));
await pair('page 100 at N-1000, no total', 20, async (i) => store.list(scope, 'User', { page: page0(100, N - 1000), total: 'skip', want: docOnly }), async (i) => pg.all(T, N - 1000));
await pair('page 100, total', 10, async (i) => store.list(scope, 'User', { page: page0(100), total: 'exact', want: docOnly }), async (i) => [pg.all(T, 0), cnt.get(T)]);
const key = P('select id, version, created_at, modified_at, doc from scim_resource where tenant_id=? and type=1 and id>? order by id limit 101');
await pair('cursor page 100', 2000, async (i) => store.list(scope, 'User', { page: { kind: 'cursor', limit: 100, after: { id: pick(i) } }, total: 'skip', want: docOnly }), async (i) => key.all(T, encodeId(pick(i))!));
const famSort = { by: um.byName.get('name')!.byName.get('familyname')!, descending: false };
const fam = P('select id, version, created_at, modified_at, doc from scim_resource where tenant_id=? and type=1 order by sort_key, id limit 100');
await pair('sort familyName page 100', 2000, async () => store.list(scope, 'User', { sort: famSort, page: page0(100), total: 'skip', want: docOnly }), async () => fam.all(T));
const unSort = { by: um.byName.get('username')!, descending: false };
await pair('sort userName page 100', 2000, async () => store.list(scope, 'User', { sort: unSort, page: page0(100), total: 'skip', want: docOnly }), async () => fam.all(T));
await pair('page 100 with groups', 300, async (i) => store.list(scope, 'User', { page: page0(100), total: 'skip', want: withGroups }), async (i) => { const rows = pg.all(T, 0); for (const r of rows) grp.all(T, (r as any).id); return rows; });
const co = f('userName co "99999@"');
await pair('userName co rare', 5, async () => store.list(scope, 'User', { filter: co, page: page0(100), total: 'exact', want: docOnly }), async () => P("select id, doc from scim_resource where tenant_id=? and type=1 and instr(unique_key, '99999@') > 0 order by id limit 100").all(T));
const eco = f('emails[type eq "work" and value co "99999@"]');
await pair('emails[work and co rare]', 5, async () => store.list(scope, 'User', { filter: eco, page: page0(100), total: 'exact', want: docOnly }), async () => P("select r.id, r.doc from (select distinct id from scim_value where tenant_id=? and attr=? and k_type='work' and instr(k, '99999@') > 0 order by id limit 100) v cross join scim_resource r on r.tenant_id=? and r.type=1 and r.id=v.id order by r.id").all(T, emailAttr, T));
const dep = f('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Dep7"');
await pair('department eq (N/50), total', 20, async () => store.list(scope, 'User', { filter: dep, page: page0(100), total: 'exact', want: docOnly }), async () => 0);

// writes
const insR = P("insert into scim_resource (tenant_id,type,id,version,created_at,modified_at,active,unique_key,external_id,display_key,sort_key,display,doc) values (?,1,?,1,?,?,1,?,?,?,?,?,?)");
const insV = P('insert into scim_value (tenant_id,id,attr,elem,k,n,k_type,is_primary,filled) values (?,?,?,?,?,null,?,?,1)');
let c = 0;
await pair('create user', 1000, async () => { const i = N + 1_000_000 + c++; return store.create(scope, 'User', { ...next(um, userDoc(i)), at: 1 } as any); }, async () => {
  const i = N + 5_000_000 + c++; const d: any = userDoc(i); const id = encodeId(createUuidV7())!; const n = next(um, d);
  raw.exec('begin immediate');
  insR.run(T, id, 1, 1, d.userName, d.externalId, d.displayName.toLowerCase(), d.name.familyName.toLowerCase(), d.displayName, JSON.stringify(d));
  insV.run(T, id, emailAttr, 0, d.emails[0].value, 'work', 1); insV.run(T, id, emailAttr, 1, d.emails[1].value, 'home', null); insV.run(T, id, 5, 0, String(i), null, null); insV.run(T, id, 6, 0, 'dep1', null, null);
  raw.exec('commit'); return n;
});
const upd = P('update scim_resource set version=version+1, modified_at=?, active=?, doc=? where tenant_id=? and type=1 and id=?');
await pair('patch active', 1000, async (i) => store.update(scope, 'User', pick(i), { at: 2, deltas: [], want: docOnly, next: (cur) => { const d = { ...cur.document, active: i % 2 === 0, title: `t${i}` }; return next(um, d) as any; } }), async (i) => { const b = encodeId(pick(i))!; raw.exec('begin immediate'); const r: any = get.get(T, b); const d = { ...JSON.parse(r.doc), active: i % 2 === 0, title: `h${i}` }; next(um, d); upd.run(2, 1, JSON.stringify(d), T, b); raw.exec('commit'); });
const fresh: string[] = [];
for (let i = 0; i < 12000; i++) fresh.push((await store.create(scope, 'User', { ...next(um, userDoc(N + 9_000_000 + i)), at: 1 } as any)).after.id);
const none = { document: false, members: false, memberOf: false };
let m1 = 0;
const ex = P('select version from scim_resource where tenant_id=? and type=2 and id=?'), exu = P('select 1 from scim_resource where tenant_id=? and type=1 and id=?'), insM = P('insert into scim_member values (?,?,?,2,1,1) on conflict do nothing'), bump = P('update scim_resource set version=version+1, modified_at=? where tenant_id=? and type=2 and id=?');
const bigB = encodeId(big)!;
await pair('add member to big group', 2000, async () => store.update(scope, 'Group', big, { at: 3, want: none, deltas: [{ attribute: membership, clear: false, add: [{ id: fresh[m1++]! }], remove: [], unknownMembers: 'reject' }] }), async () => { const b = encodeId(fresh[m1++]!)!; raw.exec('begin immediate'); ex.get(T, bigB); exu.get(T, b); if (insM.run(T, bigB, b).changes) bump.run(3, T, bigB); raw.exec('commit'); });
let m2 = 0;
await pair('remove member of big group', 2000, async () => store.update(scope, 'Group', big, { at: 3, want: none, deltas: [{ attribute: membership, clear: false, add: [], remove: [fresh[m2++]!], unknownMembers: 'reject' }] }), async () => { m2++; });
t0 = performance.now(); const g = await store.read(scope, 'Group', big, { document: true, members: true, memberOf: false }); console.log('read 100k group', g!.members!.length, (performance.now() - t0).toFixed(0), 'ms');
t0 = performance.now(); const rep = await store.update(scope, 'Group', big, { at: 4, want: none, deltas: [{ attribute: membership, clear: true, add: ids.slice(50).map((id) => ({ id })), remove: [], unknownMembers: 'reject' }] }); console.log('replace 100k members', rep!.added.length, rep!.removed.length, (performance.now() - t0).toFixed(0), 'ms');
const gf = f(`groups.value eq "${big}"`);
t0 = performance.now(); const gl = await store.list(scope, 'User', { filter: gf, page: page0(100), total: 'exact', want: docOnly }); console.log('groups.value eq big', gl.total, (performance.now() - t0).toFixed(0), 'ms');
let r1 = 0;
await pair('remove user', 500, async () => store.remove(scope, 'User', fresh[r1++]!, { at: 5 }), async () => 0);
t0 = performance.now(); let n = 0; for await (const s of store.scan(scope, 'User', undefined, docOnly)) { n++; if (n === 10000) break; } console.log('scan 10k', (performance.now() - t0).toFixed(0), 'ms');
for (const text of ['userName eq "x"', 'externalId eq "x"', 'displayName eq "x"', 'emails.value eq "x"', 'emails[type eq "work" and value eq "x"]', 'userName eq "x" or emails.value eq "x"', 'userName sw "x"', 'active eq true and emails.value eq "x"', 'userName eq "x" and emails.type eq "work"']) console.log(text, (await store.explain(scope, 'User', { filter: f(text), page: page0(100), total: 'skip', want: docOnly }))[0]?.plan);
console.log('sort', (await store.explain(scope, 'User', { sort: famSort, page: page0(100), total: 'skip', want: docOnly }))[0]?.plan, (await store.explain(scope, 'User', { sort: unSort, page: page0(100), total: 'skip', want: docOnly }))[0]?.plan);
