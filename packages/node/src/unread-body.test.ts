import { Buffer } from 'node:buffer';
import type { Outcome } from '@scimkit/core';
import { describe, expect, it } from 'vitest';
import { createNodeListener } from './create-node-listener.ts';
import type { ScimHandler, TransportOptions } from './node-http.ts';
import { echo } from './testing/echo.ts';
import { listen } from './testing/listen.ts';
import { RawClient } from './testing/raw-client.ts';

async function connectTo(handler: ScimHandler, options: TransportOptions = {}): Promise<RawClient> {
  const { port } = await listen(createNodeListener(handler, options));
  return new RawClient(port);
}

const refusing = () => echo({ admitted: false });
const postHead = (headers: string) => `POST /Users HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`;

describe('a body over the limit', () => {
  it('is refused by its declared length while the client sends it, and the client sees why', async () => {
    const client = await connectTo(echo());
    client.send(postHead(`Content-Length: ${4 * 1024 * 1024}`));
    // Everything is sent before anything is read, as simple clients do.
    client.socket.pause();
    await new Promise<void>((resolve) => client.socket.write(Buffer.alloc(4 * 1024 * 1024), () => resolve()));
    client.socket.resume();
    const { status, headers, body } = await client.response();
    expect([status, headers.get('connection')]).toEqual([413, 'close']);
    expect(JSON.parse(body)).toMatchObject({
      status: '413',
      detail: 'The request body is larger than 1024 bytes.',
    });
    expect(await client.closed()).toBe(true);
  });

  it('is refused at once when the client waits after the headers', async () => {
    const client = await connectTo(echo());
    client.send(postHead('Content-Length: 99999999'));
    expect((await client.response()).status).toBe(413);
  });

  it('is refused in the middle of a chunked body', async () => {
    const client = await connectTo(echo());
    client.send(postHead('Transfer-Encoding: chunked'));
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    for (let sent = 0; sent < 32; sent++) client.send(chunk);
    const { status, headers } = await client.response();
    expect([status, headers.get('connection')]).toEqual([413, 'close']);
    client.send('0\r\n\r\n');
    expect(await client.closed()).toBe(true);
  });

  it('is not read for ever when the client does not stop', async () => {
    const client = await connectTo(echo());
    client.send(postHead('Transfer-Encoding: chunked'));
    let sent = 0;
    const chunk = `100000\r\n${'x'.repeat(1024 * 1024)}\r\n`;
    const more = (): void => {
      sent += 1;
      if (!client.socket.destroyed && sent < 200) client.socket.write(chunk, more);
    };
    more();
    expect((await client.response()).status).toBe(413);
    expect(await client.closed(5_000)).toBe(true);
    expect(sent).toBeLessThan(60);
  });

  it('is not waited for when the caller is not admitted', async () => {
    const client = await connectTo(refusing());
    client.send(postHead('Content-Length: 99999999'));
    const { status, headers } = await client.response();
    expect([status, headers.get('connection')]).toEqual([401, 'close']);
    client.socket.destroy();
  });

  it('closes after answers without a body and after streams as well', async () => {
    const stream = {
      async *[Symbol.asyncIterator]() {
        yield '{}';
      },
    };
    const outcomes: Outcome[] = [
      { status: 204, headers: {} },
      { status: 200, headers: {}, body: stream },
    ];
    for (const outcome of outcomes) {
      const client = await connectTo({ handle: async () => outcome });
      client.send(postHead('Content-Length: 99999999'));
      client.send(Buffer.alloc(20 * 1024 * 1024));
      const { status, headers } = await client.response();
      expect([status, headers.get('connection')]).toEqual([outcome.status, 'close']);
      expect(await client.closed()).toBe(true);
    }
  });
});

describe('a slow body', () => {
  it('is answered with 408 and a closed connection', async () => {
    const client = await connectTo(echo(), { bodyTimeout: 50 });
    client.send(postHead('Content-Length: 10'));
    client.send('{');
    const { status, headers, body } = await client.response();
    expect([status, headers.get('connection')]).toEqual([408, 'close']);
    expect(JSON.parse(body).status).toBe('408');
    client.send('"a":1234}');
    expect(await client.closed()).toBe(true);
  });

  it('is read when it is done in time', async () => {
    const client = await connectTo(echo(), { bodyTimeout: 1_000 });
    client.send(postHead('Content-Length: 4'));
    for (const byte of 'true') {
      client.send(byte);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(JSON.parse((await client.response()).body).body).toEqual({ kind: 'text', text: 'true' });
  });
});

describe('Expect: 100-continue', () => {
  const asking = (length: number) => postHead(`Content-Length: ${length}\r\nExpect: 100-continue`);

  it('works with a plain listener', async () => {
    const client = await connectTo(echo());
    client.send(asking(4));
    expect((await client.response()).status).toBe(100);
    client.send('true');
    expect((await client.response()).status).toBe(200);
  });

  async function connectLazily(handler: ScimHandler): Promise<RawClient> {
    const listener = createNodeListener(handler);
    const { server, port } = await listen(listener);
    server.on('checkContinue', listener.checkContinue);
    return new RawClient(port);
  }

  it('says go on only when the body is wanted', async () => {
    const client = await connectLazily(echo());
    client.send(asking(4));
    expect((await client.response()).status).toBe(100);
    client.send('true');
    expect(JSON.parse((await client.response()).body).body).toEqual({ kind: 'text', text: 'true' });
    client.send(asking(5_000_000));
    expect((await client.response()).status).toBe(413);
  });

  it('does not say it to a caller who is not admitted', async () => {
    const client = await connectLazily(refusing());
    client.send(asking(4));
    expect((await client.response()).status).toBe(401);
    expect(await client.closed()).toBe(true);
  });
});
