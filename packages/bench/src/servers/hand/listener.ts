import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Backend, Shown } from './backend.ts';
import { Refusal, readActivePatch, readMembersPatch, readUser } from './validate.ts';

const route = /^\/scim\/v2\/([^/]+)\/(Users|Groups)(?:\/([^/]+))?$/;
const userNameFilter = /^userName eq ("(?:[^"\\]|\\.)*")$/i;
const bodyLimit = 16 * 1024 * 1024;

/**
 * What somebody writes who wants exactly these requests answered, and quickly: no framework, no schema, nothing that
 * is not asked for. It does the same work as scimkit for the requests of the benchmark, and only for those.
 */
export function handWritten(tenants: ReadonlyMap<string, Backend>): RequestListener {
  return (req, res) => {
    answer(tenants, req, res).catch((error: unknown) => refuse(res, error));
  };
}

async function answer(
  tenants: ReadonlyMap<string, Backend>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const url = req.url ?? '/';
  const mark = url.indexOf('?');
  const [, org = '', endpoint, id] = route.exec(mark === -1 ? url : url.slice(0, mark)) ?? [];
  const tenant = authenticate(tenants.get(org), req);
  const base = `http://${req.headers.host}/scim/v2/${org}`;
  const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1));

  if (endpoint === 'Users') {
    if (req.method === 'GET' && id !== undefined) return send(res, 200, found(tenant.user(base, id)));
    if (req.method === 'GET') return list(res, tenant, base, query);
    if (req.method === 'POST' && id === undefined) {
      const made = tenant.createUser(base, readUser(await readJson(req)));
      if (made === undefined) throw new Refusal(409, 'The userName is taken.', 'uniqueness');
      return send(res, 201, made, { location: `${base}/Users/${made.id}` });
    }
    if (req.method === 'PATCH' && id !== undefined) {
      const active = readActivePatch(await readJson(req));
      return send(res, 200, found(tenant.setActive(base, id, active)));
    }
  }
  if (endpoint === 'Groups' && id !== undefined) {
    if (req.method === 'GET') {
      const withMembers = query.get('excludedAttributes') !== 'members';
      return send(res, 200, found(tenant.group(base, id, withMembers)));
    }
    if (req.method === 'PATCH') {
      const etag = found(tenant.addMembers(id, readMembersPatch(await readJson(req))));
      res.writeHead(204, { etag }).end();
      return;
    }
  }
  throw new Refusal(404, 'There is nothing here.');
}

function authenticate(tenant: Backend | undefined, req: IncomingMessage): Backend {
  const [scheme, token = ''] = (req.headers.authorization ?? '').split(' ');
  const known = scheme?.toLowerCase() === 'bearer' && tenant?.hasToken(hash('sha256', token, 'hex'));
  if (known !== true || tenant === undefined) throw new Refusal(401, 'The token is not known.');
  return tenant;
}

function list(res: ServerResponse, tenant: Backend, base: string, query: URLSearchParams): void {
  const filter = query.get('filter');
  const startIndex = Math.max(1, Number(query.get('startIndex') ?? 1) || 1);
  const count = Math.min(1000, Math.max(0, Number(query.get('count') ?? 100) || 0));
  if (filter === null) {
    const { total, shown } = tenant.users(base, startIndex - 1, count);
    sendList(res, total, startIndex, shown);
    return;
  }
  const literal = userNameFilter.exec(filter)?.[1];
  if (literal === undefined) throw new Refusal(400, 'This filter is not understood.', 'invalidFilter');
  const user = tenant.userByName(base, JSON.parse(literal));
  sendList(res, user === undefined ? 0 : 1, startIndex, user === undefined ? [] : [user]);
}

function sendList(res: ServerResponse, total: number, startIndex: number, shown: readonly Shown[]): void {
  const resources = shown.map(({ json }) => json).join(',');
  const head = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":${total}`;
  write(
    res,
    200,
    `${head},"startIndex":${startIndex},"itemsPerPage":${shown.length},"Resources":[${resources}]}`,
  );
}

function send(res: ServerResponse, status: number, shown: Shown, headers: Record<string, string> = {}): void {
  write(res, status, shown.json, { etag: shown.etag, ...headers });
}

function write(
  res: ServerResponse,
  status: number,
  json: string,
  headers: Record<string, string> = {},
): void {
  const length = Buffer.byteLength(json);
  res
    .writeHead(status, { 'content-type': 'application/scim+json', 'content-length': length, ...headers })
    .end(json);
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Refusal(404, 'There is no such resource.');
  return value;
}

async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req) {
    length += chunk.length;
    if (length > bodyLimit) throw new Refusal(413, 'The body is too large.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new Refusal(400, 'The body is not JSON.', 'invalidSyntax');
  }
}

function refuse(res: ServerResponse, error: unknown): void {
  const known = error instanceof Refusal;
  if (!known) console.error(error);
  const status = known ? error.status : 500;
  write(
    res,
    status,
    JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      ...(known && error.scimType !== undefined ? { scimType: error.scimType } : {}),
      detail: known ? error.message : 'Something went wrong.',
    }),
  );
}
