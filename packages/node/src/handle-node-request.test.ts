import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import type { Envelope } from '@scimkit/core';
import { describe, expect, it, vi } from 'vitest';
import { createNodeListener } from './create-node-listener.ts';
import type { ScimHandler, TransportOptions } from './node-http.ts';
import { echo, json } from './testing/echo.ts';
import { listen } from './testing/listen.ts';
import { RawClient } from './testing/raw-client.ts';

async function connectTo(handler: ScimHandler, options: TransportOptions = {}): Promise<RawClient> {
  const { port } = await listen(createNodeListener(handler, options));
  return new RawClient(port);
}

const refusing = () => echo({ admitted: false });
const get = (path = '/Users') => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const post = (body: string | Uint8Array, headers = '') =>
  Buffer.concat([
    Buffer.from(
      `POST /Users HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n`,
    ),
    Buffer.from(body),
  ]);
const postHead = (headers: string) => `POST /Users HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`;

describe('one connection', () => {
  it('is used again after answers of every kind', async () => {
    const client = await connectTo(echo({ limit: 10 }));
    const bomb = gzipSync(Buffer.alloc(11));
    const rounds: [bytes: string | Uint8Array, method: string, status: number][] = [
      [get(), 'GET', 200],
      [post('{"a":1}'), 'POST', 200],
      [post(''), 'POST', 200],
      [post('x'.repeat(11)), 'POST', 413],
      [post(bomb.subarray(0, 0), 'Content-Encoding: zstd\r\n'), 'POST', 200],
      [post('x', 'Content-Encoding: zstd\r\n'), 'POST', 415],
      [post(Uint8Array.of(0xff)), 'POST', 400],
      ['HEAD /Users HTTP/1.1\r\nHost: x\r\n\r\n', 'HEAD', 200],
      ['DELETE /Users HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}', 'DELETE', 200],
      [get('/%zz'), 'GET', 200],
    ];
    for (const [bytes, method, status] of rounds) {
      client.send(bytes);
      expect((await client.response(method)).status).toBe(status);
    }
    expect(client.surplus).toBe('');
  });

  it('is used again after a refusal that left a short body unread', async () => {
    const client = await connectTo(refusing());
    for (let round = 0; round < 3; round++) {
      client.send(post('x'.repeat(60_000)));
      expect((await client.response()).status).toBe(401);
    }
    client.send('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n');
    expect((await client.response()).headers.get('connection')).toBe('keep-alive');
    client.send(get());
    expect((await client.response()).status).toBe(401);
  });

  it('is used again after a refused body that had come to its end', async () => {
    const client = await connectTo(echo());
    // More than a stream buffers, so that Node has stopped reading the socket.
    const body = `${'x'.repeat(70_000)}`;
    for (let round = 0; round < 3; round++) {
      client.send(
        `${postHead('Transfer-Encoding: chunked')}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      );
      const { status, headers } = await client.response();
      expect(status).toBe(413);
      expect(headers.get('connection')).toBe('keep-alive');
    }
    client.send(get());
    expect((await client.response()).status).toBe(200);
  });

  it('answers pipelined requests in their order', async () => {
    const slow: ScimHandler = {
      async handle(envelope) {
        const wait = envelope.path === '/slow' ? 30 : 0;
        await new Promise((resolve) => setTimeout(resolve, wait));
        return echo().handle(envelope);
      },
    };
    const client = await connectTo(slow);
    client.send(
      Buffer.concat([
        Buffer.from(get('/slow')),
        post('{"a":1}'),
        Buffer.from(get('/c')),
        post('x'.repeat(2000)),
        Buffer.from(get('/e')),
      ]),
    );
    const answers = [await client.response(), await client.response(), await client.response()];
    expect(answers.map(({ body }) => JSON.parse(body).path)).toEqual(['/slow', '/Users', '/c']);
    expect((await client.response()).status).toBe(413);
    expect(JSON.parse((await client.response()).body).path).toBe('/e');
  });
});

describe('a client that goes away', () => {
  it('aborts the signal', async () => {
    const envelopes: Envelope[] = [];
    const handler: ScimHandler = {
      handle: (envelope) => {
        envelopes.push(envelope);
        return new Promise((resolve) => envelope.signal?.addEventListener('abort', () => resolve(json({}))));
      },
    };
    const onError = vi.fn();
    const client = await connectTo(handler, { onError });
    client.send(get());
    await vi.waitFor(() => expect(envelopes).toHaveLength(1));
    expect(envelopes[0]?.signal?.aborted).toBe(false);
    client.socket.destroy();
    await vi.waitFor(() => expect(envelopes[0]?.signal?.aborted).toBe(true));
    expect(onError).not.toHaveBeenCalled();
  });

  it('is seen also by who asks for the signal later', async () => {
    let signal: AbortSignal | undefined;
    const client = await connectTo({
      async handle(envelope) {
        await envelope.body(1000).catch(() => undefined);
        signal = envelope.signal;
        return json({});
      },
    });
    client.send(postHead('Content-Length: 9'));
    client.send('ab');
    setTimeout(() => client.socket.resetAndDestroy(), 20);
    await vi.waitFor(() => expect(signal?.aborted).toBe(true));
  });

  it('is not seen in one that got its answer', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const client = await connectTo({
      async handle(envelope) {
        signals.push(envelope.signal);
        return json({});
      },
    });
    for (const _ of [1, 2]) {
      client.send(get());
      await client.response();
    }
    client.socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, false]);
  });

  it('does not take the process down, whenever it goes', async () => {
    const onError = vi.fn();
    const { port } = await listen(createNodeListener(echo({ limit: 1_000_000 }), { onError }));
    for (let round = 0; round < 20; round++) {
      const client = new RawClient(port);
      client.send(postHead(round % 2 === 0 ? 'Content-Length: 500000' : 'Transfer-Encoding: chunked'));
      client.send(round % 2 === 0 ? 'x'.repeat(round * 10_000) : '10\r\n0123');
      await new Promise((resolve) => setTimeout(resolve, round % 5));
      client.socket.resetAndDestroy();
    }
    const client = new RawClient(port);
    client.send(post('true'));
    expect((await client.response()).status).toBe(200);
    expect(onError).not.toHaveBeenCalled();
  });
});

describe('a handler', () => {
  it.each([
    ['rejects', () => Promise.reject(new Error('password=x'))],
    [
      'throws',
      () => {
        throw new Error('password=x');
      },
    ],
  ])('that %s is answered for with a 500 that says nothing of it', async (_, handle) => {
    const onError = vi.fn();
    const client = await connectTo({ handle }, { onError });
    client.send(get());
    const { status, body } = await client.response();
    expect([status, body.includes('password')]).toEqual([500, false]);
    expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('password=x'));
  });

  it('gets an envelope that survives being spread', async () => {
    const client = await connectTo({ handle: (envelope) => echo().handle({ ...envelope, path: '/other' }) });
    client.send(post('true'));
    expect(JSON.parse((await client.response()).body)).toMatchObject({
      path: '/other',
      body: { text: 'true' },
    });
  });

  it('cannot read the body twice', async () => {
    const client = await connectTo({
      async handle(envelope) {
        const first = await envelope.body(10);
        const second = await envelope.body(10).catch((error: Error) => error.message);
        return json({ first, second });
      },
    });
    client.send(post('true'));
    expect(JSON.parse((await client.response()).body)).toEqual({
      first: { kind: 'text', text: 'true' },
      second: 'The body of a request can be read only once.',
    });
  });
});
