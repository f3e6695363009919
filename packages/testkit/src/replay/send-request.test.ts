import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { sendRequest } from './send-request.ts';

const servers: (() => void)[] = [];
afterEach(() => {
  for (const close of servers.splice(0)) close();
});

async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

describe('sendRequest', () => {
  it('puts on the wire what a scenario names, byte for byte', async () => {
    let seen: IncomingMessage | undefined;
    let body = '';
    const url = await listen((request, response) => {
      seen = request;
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () =>
        response.writeHead(201, { 'Content-Type': 'application/scim+json' }).end('{"id":"1"}'),
      );
    });
    const query = 'filter=userName+eq+%22a@b%22&x=%20%2B[y]&';
    const headers = {
      'User-Agent': 'Okta SCIM Client 1.0.0',
      Accept: 'application/scim+json',
      'Accept-Charset': 'utf-8',
      'Accept-Encoding': 'gzip,deflate',
      'Content-Type': 'application/scim+json; charset=utf-8',
    };
    const text = '{"b":1,"a":"ä"}';
    const exchange = await sendRequest(
      { method: 'POST', url: `${url}/Users?${query}`, headers, body: text },
      fetch,
      5000,
    );
    expect(exchange.response).toMatchObject({ status: 201, body: '{"id":"1"}' });
    expect(exchange.response?.headers['content-type']).toBe('application/scim+json');
    expect(seen?.url).toBe(`/Users?${query}`);
    expect(body).toBe(text);
    const wire = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(seen?.headers).toMatchObject({ ...wire, 'content-length': '16' });
  });

  it('sends an empty User-Agent', async () => {
    let agent: string | undefined = 'none';
    const url = await listen((request, response) => {
      agent = request.headers['user-agent'];
      response.end();
    });
    await sendRequest({ method: 'GET', url, headers: { 'User-Agent': '' } }, fetch, 5000);
    expect(agent).toBe('');
  });

  it('does not follow redirects', async () => {
    const url = await listen((_, response) => response.writeHead(307, { location: '/elsewhere' }).end());
    const { response } = await sendRequest({ method: 'GET', url, headers: {} }, fetch, 5000);
    expect(response?.status).toBe(307);
  });

  it('tells why there was no answer', async () => {
    const silent = await listen(() => {});
    expect(await sendRequest({ method: 'GET', url: silent, headers: {} }, fetch, 30)).toMatchObject({
      failure: 'no answer within 30 ms',
    });
    const { failure } = await sendRequest(
      { method: 'GET', url: 'http://127.0.0.1:1/', headers: {} },
      fetch,
      5000,
    );
    expect(failure).toMatch(/^no answer: fetch failed: /);
  });

  it('reports a header that cannot be sent as a failure of the request', async () => {
    const { failure } = await sendRequest(
      { method: 'GET', url: 'http://x/', headers: { a: 'b\nc' } },
      fetch,
      5000,
    );
    expect(failure).toMatch(/^no answer: /);
  });
});
