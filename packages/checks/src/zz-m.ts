import { createScimServer, issueToken, tokenAuthentication } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { runConformance } from '@scimkit/testkit';
type B = any;
type Mut = { req?: (r: Request, body: string) => { url?: string; body?: string; headers?: Headers; method?: string }; res?: (r: Request, status: number, headers: Headers, text: string) => { status?: number; text?: string } };
const json = (t: string, f: (b: B) => B) => { try { return JSON.stringify(f(JSON.parse(t))); } catch { return t; } };
const body = (f: (b: B, s: number, r: Request) => B): Mut => ({ res: (r, s, _h, t) => ({ text: json(t, (b) => f(b, s, r)) }) });
const dropQ = (...names: string[]): Mut => ({ req: (r, b) => { const u = new URL(r.url); for (const n of names) u.searchParams.delete(n); return { url: u.href, body: json(b, (x) => { if (String(x.schemas).includes('SearchRequest')) for (const n of names) delete x[n]; return x; }) }; } });
const dropH = (n: string): Mut => ({ req: (r) => { const h = new Headers(r.headers); h.delete(n); return { headers: h }; } });
const dropR = (n: string): Mut => ({ res: (_r, _s, h) => { h.delete(n); return {}; } });
const err = (f: (b: B, s: number) => B) => body((b, s) => (s >= 400 ? f(b, s) : b));
const stat = (f: (s: number, r: Request) => number): Mut => ({ res: (r, s, _h, t) => ({ status: f(s, r), text: t }) });
const muts: Record<string, Mut> = {
  noFilter: dropQ('filter'), noSort: dropQ('sortBy'), noOrder: dropQ('sortOrder'), noCount: dropQ('count'), noStart: dropQ('startIndex'), noAttr: dropQ('attributes'), noExcl: dropQ('excludedAttributes'), noCursor: dropQ('cursor'),
  noIfMatch: dropH('if-match'), noIfNone: dropH('if-none-match'), noEtag: dropR('etag'), noLoc: dropR('location'), noWww: dropR('www-authenticate'), noAllow: dropR('allow'), noCc: dropR('cache-control'),
  textType: { res: (_r, _s, h) => { h.set('content-type', 'text/html'); return {}; } },
  numStatus: err((b, s) => ({ ...b, status: s })), noScimType: err((b) => ({ ...b, scimType: undefined })), noDetail: err((b) => ({ ...b, detail: undefined })),
  noSchemas: body((b) => ({ ...b, schemas: undefined })), noMeta: body((b) => ({ ...b, meta: undefined })), noTotals: body((b) => ({ ...b, totalResults: undefined, itemsPerPage: undefined, startIndex: undefined })),
  noResources: body((b) => (b.Resources ? { ...b, Resources: [] } : b)), reversed: body((b) => (b.Resources ? { ...b, Resources: b.Resources.toReversed() } : b)),
  extraNext: body((b) => (b.Resources && b.startIndex === undefined ? { ...b, nextCursor: 'a+b' } : b)), noNext: body((b) => ({ ...b, nextCursor: undefined })),
  ok4xx: stat((s) => ([400, 403, 405, 413, 409, 412, 415].includes(s) ? 200 : s)), ok404: stat((s) => (s === 404 || s === 501 ? 200 : s)), to500: stat((s) => (s >= 400 ? 500 : s)), all400: stat((s) => (s === 200 ? 400 : s)), all201: stat((s) => (s === 201 ? 200 : s)), all304: stat((s) => (s === 304 ? 200 : s)),
  patchNothing: { req: (r, b) => (r.method === 'PATCH' ? { body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'remove', path: 'nickName' }] }) } : { body: b }) },
  patchFirst: { req: (r, b) => (r.method === 'PATCH' ? { body: json(b, (x) => ({ ...x, Operations: Array.isArray(x.Operations) ? x.Operations.slice(0, 1) : x.Operations })) } : { body: b }) },
  bulkOk: body((b, _s, r) => (r.url.endsWith('/Bulk') && b.Operations ? { ...b, Operations: b.Operations.map((o: B) => ({ ...o, status: '200', response: undefined, version: undefined })) } : b)),
  bulkNone: { req: (r, b) => (r.url.endsWith('/Bulk') ? { body: json(b, (x) => ({ ...x, Operations: [] })) } : { body: b }) },
  caps: { res: (_r, _s, _h, t) => ({ text: t.replaceAll('"supported":true', '"supported":false') }) },
  caps2: body((b) => (b.filter ? { ...b, filter: { supported: true, maxResults: 0 }, bulk: { supported: true, maxOperations: 0 }, pagination: { cursor: true } } : b)),
  leak: body((b) => ({ ...b, password: 'c0rrect-Horse-battery', title: 'leaked', extra: 'SELECT ' })),
  putNothing: { req: (r) => (r.method === 'PUT' ? { method: 'GET', body: '' } : {}) }, deleteNothing: { req: (r) => (r.method === 'DELETE' ? { method: 'GET', body: '' } : {}) },
  emptyErr: { res: (_r, s, _h, t) => ({ text: s >= 400 ? '' : t }) },
  head: stat((s, r) => (r.method === 'HEAD' ? 405 : s)), me: stat((s, r) => (r.url.endsWith('/Me') ? 204 : s)),
  keepAll: { req: (_r, b) => ({ body: b.replaceAll('"titel"', '"title"') }), res: (_r, _s, _h, t) => ({ text: json(t, (b) => (b.userName ? { ...b, emails: [{ value: 'zz' }] } : b)) }) },
};
const failed = new Map<string, string[]>();
let all: string[] = [];
const table: string[] = [];
for (const [name, mut] of Object.entries(muts)) {
  const store = createMemoryStore();
  const server = createScimServer({ store, authenticate: tokenAuthentication({ connections: store }) });
  const { token } = await issueToken(store, { org: 'acme' });
  const fetch = async (r: Request) => {
    const sent = await r.text();
    const m = mut.req?.(r, sent) ?? {};
    const method = m.method ?? r.method;
    const res = await server.fetch(new Request(m.url ?? r.url, { method, headers: m.headers ?? r.headers, ...(method === 'GET' || method === 'HEAD' || r.body === null ? {} : { body: m.body ?? sent }) }));
    const text = await res.text();
    const h = new Headers(res.headers);
    const out = mut.res?.(r, res.status, h, text) ?? {};
    const status = out.status ?? res.status;
    return new Response([204, 304].includes(status) || r.method === 'HEAD' ? null : (out.text ?? text), { status, headers: h });
  };
  const report = await runConformance({ baseUrl: 'https://app.example/scim/v2/acme', authorization: `Bearer ${token}`, fetch }, { keep: true, only: ['http', 'cre', 'get-lst', 'flt', 'srt', 'pag', 'prj', 'sea', 'put', 'pat', 'del', 'blk', 'me', 'err', 'ver', 'dsc', 'ten', 'sec', 'cur'] });
  all = report.cases.map((c) => `${c.requirements.join(' ')}: ${c.name}`);
  const f = report.cases.filter((c) => c.verdict === 'failed');
  table.push(`${name} ${f.length}`);
  for (const c of f) { const k = `${c.requirements.join(' ')}: ${c.name}`; failed.set(k, [...(failed.get(k) ?? []), name]); }
}
console.log(all.length, table.join(', '));
console.log('never failed:');
for (const c of all) if (!failed.has(c)) console.log('  ', c);
console.log('failed by 1:');
for (const c of all) if (failed.get(c)?.length === 1) console.log('  ', c, failed.get(c));
