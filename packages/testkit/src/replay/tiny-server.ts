import { parseBody } from './match-response.ts';
import { mergePatch } from './merge-patch.ts';
import { readJsonPath } from './read-json-path.ts';
import type { Target } from './target.ts';

/**
 * A server that knows as much of SCIM as the tests of the runner need: users over a Map, and one filter. It
 * is part of the tests and of no package entry. `spoil` may replace any of its answers by a wrong one.
 */
export function tinyServer(
  spoil: (request: Request, answer: Response) => Response | Promise<Response> = (_, a) => a,
) {
  const users = new Map<string, unknown>();
  const json = (status: number, body: unknown) => {
    return new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/scim+json' },
    });
  };
  const error = (status: number, detail: string) => {
    return json(status, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: `${status}`,
      detail,
    });
  };
  const list = (filter: string | null) => {
    const wanted = /^userName eq "(.*)"$/.exec(filter ?? '')?.[1];
    const all = [...users.values()];
    const hits =
      wanted === undefined ? all : all.filter((user) => readJsonPath(user, '$.userName') === wanted);
    const counters = { totalResults: hits.length, startIndex: 1, itemsPerPage: hits.length };
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
    return json(200, { schemas, ...counters, Resources: hits });
  };
  const write = (id: string, body: unknown, status: number) => {
    users.set(id, mergePatch(body, { id, meta: { resourceType: 'User' }, password: null, groups: null }));
    return json(status, users.get(id));
  };
  const answer = async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    const id = decodeURIComponent(pathname.split('/')[4] ?? '');
    if (request.headers.get('authorization') !== 'Bearer top-secret') return error(401, 'Who are you?');
    const body = parseBody(await request.text());
    if (request.method === 'POST') return write(`u ${users.size + 1}`, body, 201);
    if (request.method === 'GET' && id === '') return list(searchParams.get('filter'));
    if (!users.has(id)) return error(404, 'No such user.');
    if (request.method === 'PUT') return write(id, body, 200);
    if (request.method === 'DELETE') {
      users.delete(id);
      return new Response(null, { status: 204 });
    }
    return json(200, users.get(id));
  };
  const target: Target = {
    baseUrl: 'http://tiny.test/scim/v2',
    authorization: 'Bearer top-secret',
    fetch: async (request) => spoil(request, await answer(request)),
  };
  return { target, users };
}
