import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createNodeListener } from './create-node-listener.ts';
import { handleClientError } from './handle-client-error.ts';
import { echo, json } from './testing/echo.ts';
import { start } from './testing/listen.ts';
import { RawClient } from './testing/raw-client.ts';

async function connectTo(handler = echo(), options = {}): Promise<RawClient> {
  const server = createServer(options, createNodeListener(handler)).on('clientError', handleClientError);
  return new RawClient((await start(server)).port);
}

describe('handleClientError', () => {
  it.each([
    ['a URL that is too long', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['headers that are too long', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a target with raw UTF-8', 'GET /ü HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n', 400],
  ])('answers %s in SCIM (HTTP-09)', async (_, bytes, expected) => {
    const client = await connectTo();
    client.send(bytes);
    const { status, headers, body } = await client.response();
    expect([status, headers.get('content-type'), headers.get('connection')]).toEqual([
      expected,
      'application/scim+json',
      'close',
    ]);
    expect(JSON.parse(body)).toMatchObject({ status: String(expected), detail: expect.any(String) });
    expect(await client.closed()).toBe(true);
  });

  it('answers headers that do not get done', async () => {
    const client = await connectTo(echo(), {
      headersTimeout: 50,
      requestTimeout: 50,
      connectionsCheckingInterval: 20,
    });
    client.send('GET / HTTP/1.1\r\n');
    expect((await client.response()).status).toBe(408);
  });

  it('answers a body whose chunks are broken', async () => {
    const client = await connectTo();
    client.send('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n');
    expect((await client.response()).status).toBe(400);
    expect(await client.closed()).toBe(true);
  });

  it('does not write into an answer that has begun', async () => {
    const slow = {
      async *[Symbol.asyncIterator]() {
        yield '{"Resources":[';
        await new Promise((resolve) => setTimeout(resolve, 100));
        yield ']}';
      },
    };
    const client = await connectTo({ handle: async () => ({ ...json({}), body: slow }) });
    client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 30));
    client.send('garbage\r\n\r\n');
    expect(await client.closed()).toBe(true);
    expect(client.surplus).toContain('Resources');
    expect(client.surplus).not.toContain('urn:ietf:params:scim:api:messages:2.0:Error');
  });
});
