import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { createScimServer, ScimError } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { createNodeListener } from '@scimkit/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { errorSchema, startService, user } from '../service.ts';

const anybody = () => ({ tenant: 't', id: 'c', principal: 'p' });
const post = {
  method: 'POST',
  headers: { 'content-type': 'application/scim+json' },
  body: JSON.stringify(user('u@example.com')),
};

describe('HTTP under special configuration', () => {
  it.each([
    ['/scim/tenant-a/v2', undefined],
    ['', undefined],
    ['/api', 'https://public.example/other/prefix'],
  ])('HTTP-01: carries the mount path %j and the base URL %j in locations', async (path, baseUrl) => {
    const server = createScimServer({
      store: createMemoryStore(),
      authenticate: anybody,
      path,
      ...(baseUrl === undefined ? {} : { baseUrl }),
    });
    const created = await server.fetch(new Request(`https://app.example${path}/Users`, post));
    expect(created.status).toBe(201);
    const { id, meta } = await created.json();
    const base = baseUrl ?? `https://app.example${path}`;
    expect([meta.location, created.headers.get('location')]).toEqual([
      `${base}/Users/${id}`,
      `${base}/Users/${id}`,
    ]);
    expect((await server.fetch(new Request(`https://app.example${path}/Users/${id}?x=1`))).status).toBe(200);
  });

  it.each([
    ['/scim', '/scim/Users', 200, undefined],
    ['/scim', '/scim/v3/Users', 400, 'invalidVers'],
    ['/scim/v2', '/scim/v2/Users', 200, undefined],
    ['/scim/v2', '/scim/v1/Users', 404, undefined],
    ['/scim/v2', '/scim/v2/v2/Users', 400, 'invalidVers'],
  ])('HTTP-14 HTTP-15: mounted at %s, %s is a %d', async (path, url, status, scimType) => {
    const server = createScimServer({ store: createMemoryStore(), authenticate: anybody, path });
    const answer = await server.fetch(new Request(`https://app.example${url}`));
    expect([answer.status, (await answer.json()).scimType]).toEqual([status, scimType]);
  });

  it('HTTP-16: answers 501 for what is not offered, which is no fault of the server', async () => {
    const faults: string[] = [];
    const service = await startService('memory', { log: { error: (_, during) => faults.push(during) } });
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await service.send(method, '/Me', method === 'GET' ? undefined : {});
      expect([answer.status, answer.body.schemas, answer.body.status]).toEqual([501, [errorSchema], '501']);
    }
    expect(faults).toEqual([]);
  });

  it('HTTP-20: ends 204 and 304 at the last header, as bytes on the wire', async () => {
    const server = createScimServer({ store: createMemoryStore(), authenticate: anybody, path: '' });
    const http = createServer(createNodeListener(server));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void http.close());
    // A TCP server that listens has an address with a port.
    const { port } = http.address() as AddressInfo;
    const base = `http://127.0.0.1:${port}`;
    const created = await fetch(`${base}/Users`, post);
    const { id, meta } = await created.json();
    const raw = await talk(port, [
      `GET /Users/${id} HTTP/1.1\r\nHost: x\r\nIf-None-Match: ${meta.version}\r\n\r\n`,
      `DELETE /Users/${id} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    ]);
    const heads = raw.split('\r\n\r\n');
    expect(heads.map((head) => head.split('\r\n')[0])).toEqual([
      'HTTP/1.1 304 Not Modified',
      'HTTP/1.1 204 No Content',
      '',
    ]);
    expect(raw.toLowerCase()).not.toMatch(/\ncontent-type|\ntransfer-encoding|\ncontent-length: [1-9]/);
    expect(heads[0]?.toLowerCase()).toContain(`etag: ${meta.version.toLowerCase()}`);
  });

  it('HTTP-21: answers 413 over the limit of a body, and says which', async () => {
    const service = await startService('memory', { limits: { bodyBytes: 200 } });
    const answer = await service.send('POST', '/Users', user('u@example.com', { title: 'x'.repeat(300) }));
    expect([answer.status, answer.body.status]).toEqual([413, '413']);
    expect(answer.body.detail).toContain('200 bytes');
    expect((await service.send('POST', '/Users', user('u@example.com'))).status).toBe(201);
  });

  it('HTTP-22: passes on a 429 of the application with Retry-After', async () => {
    const service = await startService('memory', {
      hooks: {
        authorize: () => {
          throw new ScimError(429, 'Slow down, please.', { headers: { 'retry-after': '30' } });
        },
      },
    });
    const answer = await service.send('GET', '/Users');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '30']);
    expect(answer.body).toEqual({ schemas: [errorSchema], status: '429', detail: 'Slow down, please.' });
  });
});

/** Sends requests over one connection and returns all bytes that come back. */
function talk(port: number, requests: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(requests.join('')));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('end', () => resolve(received)).on('error', reject);
  });
}
