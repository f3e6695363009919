import { createServer } from 'node:http';
import { PassThrough } from 'node:stream';
import { type Outcome, ScimError } from '@scimkit/core';
import { describe, expect, it, vi } from 'vitest';
import type { NodeResponse, TransportOptions } from './node-http.ts';
import { listen, start } from './testing/listen.ts';
import { RawClient } from './testing/raw-client.ts';
import { writeOutcome } from './write-outcome.ts';

const type = { 'content-type': 'application/scim+json' };

async function answering(
  outcome: Outcome,
  options: TransportOptions = {},
  before: (res: NodeResponse) => unknown = () => undefined,
) {
  const onError = vi.fn<(error: unknown) => void>();
  let done: () => void;
  const written = new Promise<void>((resolve) => {
    done = resolve;
  });
  const { port } = await listen(async (req, res) => {
    await before(res);
    await writeOutcome(req, res, outcome, { onError, ...options });
    done();
  });
  const client = new RawClient(port);
  const ask = (method = 'GET') => {
    client.send(`${method} / HTTP/1.1\r\nHost: x\r\n\r\n`);
    return client.response(method);
  };
  return { ask, client, onError, written };
}

/** A body that notes how far it was read and whether it was let go. */
function pieces(list: readonly (string | Error)[], wait = 0) {
  const seen = { taken: 0, released: false };
  const body = {
    async *[Symbol.asyncIterator]() {
      try {
        for (const piece of list) {
          if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
          if (piece instanceof Error) throw piece;
          seen.taken += 1;
          yield piece;
        }
      } finally {
        seen.released = true;
      }
    },
  };
  return { body, seen };
}

describe('writeOutcome', () => {
  it('sends a string with its length in bytes, and the connection lives on', async () => {
    const { ask } = await answering({ status: 200, headers: type, body: '{"a":"ü😀"}' });
    for (const _ of [1, 2]) {
      const { status, headers, body } = await ask();
      expect([status, headers.get('content-length'), headers.get('content-type')]).toEqual([
        200,
        '14',
        type['content-type'],
      ]);
      expect(Buffer.from(body).toString()).toBe('{"a":"ü😀"}');
    }
  });

  it.each([204, 304])(
    'sends %d without body, type and length, whatever the outcome holds (HTTP-20)',
    async (status) => {
      const headers = { ...type, 'content-length': '5', etag: 'W/"1"' };
      for (const body of [undefined, 'hello', pieces(['hello']).body]) {
        const { ask, client } = await answering(
          body === undefined ? { status, headers } : { status, headers, body },
        );
        const first = await ask();
        expect(first.status).toBe(status);
        expect(first.headers.get('etag')).toBe('W/"1"');
        expect(
          ['content-type', 'content-length', 'transfer-encoding'].filter((name) => first.headers.has(name)),
        ).toEqual([]);
        expect((await ask()).status).toBe(status);
        expect(client.surplus).toBe('');
      }
    },
  );

  it('answers HEAD with the headers of GET alone (HTTP-23)', async () => {
    const { ask, client } = await answering({
      status: 200,
      headers: { ...type, etag: 'W/"1"' },
      body: '{"a":"ü"}',
    });
    const head = await ask('HEAD');
    const get = await ask('GET');
    const kept = ['content-type', 'content-length', 'etag'];
    expect(kept.map((name) => head.headers.get(name))).toEqual(kept.map((name) => get.headers.get(name)));
    expect(head.headers.get('content-length')).toBe('10');
    expect(client.surplus).toBe('');
  });

  it('does not read a streamed body for HEAD, but lets it go', async () => {
    const returned = vi.fn(async () => ({ done: true as const, value: undefined }));
    const next = vi.fn(async () => ({ done: false as const, value: 'x' }));
    const { ask, client } = await answering({
      status: 200,
      headers: type,
      body: { [Symbol.asyncIterator]: () => ({ next, return: returned }) },
    });
    expect((await ask('HEAD')).status).toBe(200);
    expect([next.mock.calls.length, returned.mock.calls.length, client.surplus]).toEqual([0, 1, '']);
  });

  it('sends an answer without a body with length 0', async () => {
    const { ask } = await answering({ status: 200, headers: {} });
    expect((await ask()).headers.get('content-length') ?? '0').toBe('0');
    expect((await ask()).status).toBe(200);
  });

  it('sends pieces as they come', async () => {
    const { body } = pieces(['{"a":', '"ü"', '}'], 5);
    const { ask } = await answering({ status: 200, headers: type, body });
    const answer = await ask();
    expect(Buffer.from(answer.body, 'utf8').toString()).toBe('{"a":"ü"}');
    expect(answer.headers.get('transfer-encoding')).toBe('chunked');
  });

  it('sends a stream without pieces, or with empty ones', async () => {
    const none = await answering({ status: 200, headers: type, body: pieces([]).body });
    expect(await none.ask()).toMatchObject({ status: 200, body: '' });
    const empty = await answering({ status: 200, headers: type, body: pieces(['', 'a', '']).body });
    expect(await empty.ask()).toMatchObject({ status: 200, body: 'a' });
  });

  it('asks for the next piece only when the client has taken the last ones', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const { body, seen } = pieces(Array.from({ length: 64 }, () => megabyte));
    const { client, written } = await answering({ status: 200, headers: type, body });
    client.socket.pause();
    client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await vi.waitFor(() => expect(seen.taken).toBeGreaterThan(0));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(seen.taken).toBeLessThan(20);
    client.socket.removeAllListeners('data').resume();
    await written;
    expect(seen).toEqual({ taken: 64, released: true });
  });

  it('cuts a client that leaves its answer unread, and lets the body go', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const { body, seen } = pieces(Array.from({ length: 64 }, () => megabyte));
    const { client, written, onError } = await answering(
      { status: 200, headers: type, body },
      { stallTimeout: 100 },
    );
    client.socket.pause();
    client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await written;
    expect(seen.released).toBe(true);
    expect(seen.taken).toBeLessThan(20);
    client.socket.resume();
    expect(await client.closed()).toBe(true);
    expect(onError).not.toHaveBeenCalled();
  });

  it('waits and stops as it should behind a middleware that puts a stream of its own in between', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const [whole, broken] = [pieces(Array(64).fill(megabyte)), pieces(Array(64).fill(megabyte))];
    let most = 0;
    /** What `compression` does to a response: 'drain' is that of its stream, which `on` gives back, and `off` is not told. */
    const compress = (res: NodeResponse): void => {
      const stream = new PassThrough();
      const [on, write, end] = [res.on.bind(res), res.write.bind(res), res.end.bind(res)];
      stream.on('data', (chunk: Buffer) => {
        if (!write(chunk)) stream.pause();
        most = Math.max(most, stream.listenerCount('drain'));
      });
      stream.on('end', () => end());
      on('drain', () => stream.resume());
      Object.assign(res, {
        write: (chunk: string) => stream.write(chunk),
        end: () => stream.end(),
        on: (name: string, listener: () => void) =>
          name === 'drain' ? stream.on(name, listener) : on(name, listener),
      });
    };
    const sent = await answering({ status: 200, headers: type, body: whole.body }, {}, compress);
    expect((await sent.ask()).body).toHaveLength(64 * megabyte.length);
    expect(most).toBeLessThan(3);
    const left = await answering({ status: 200, headers: type, body: broken.body }, {}, compress);
    left.client.socket.pause();
    left.client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await vi.waitFor(() => expect(broken.seen.taken).toBeGreaterThan(0));
    left.client.socket.destroy();
    // Not when the time of a client that is there, but slow, is over: that is a minute.
    await left.written;
    expect(broken.seen.released).toBe(true);
    expect(broken.seen.taken).toBeLessThan(64);
  });

  it('stops when the client goes away', async () => {
    const { body, seen } = pieces(
      Array.from({ length: 1000 }, () => 'x'),
      2,
    );
    const { client, written, onError } = await answering({ status: 200, headers: type, body });
    client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await vi.waitFor(() => expect(client.surplus).toContain('200 OK'));
    client.socket.destroy();
    await written;
    expect(seen.released).toBe(true);
    expect(seen.taken).toBeLessThan(900);
    expect(onError).not.toHaveBeenCalled();
  });

  it('writes nothing to a client that was gone before, and lets the body go', async () => {
    for (const body of ['late', pieces(['late']).body, undefined]) {
      const gone = (res: NodeResponse) => new Promise((resolve) => res.once('close', resolve));
      const outcome = body === undefined ? { status: 204, headers: {} } : { status: 200, headers: {}, body };
      const { client, written, onError } = await answering(outcome, {}, gone);
      client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      setTimeout(() => client.socket.destroy(), 20);
      await written;
      expect(onError).not.toHaveBeenCalled();
    }
  });

  it('leaves a response alone that somebody has begun', async () => {
    const { ask, onError } = await answering({ status: 200, headers: type, body: 'second' }, {}, (res) => {
      res.writeHead(503, { 'content-length': 5 });
      res.end('first');
    });
    expect(await ask()).toMatchObject({ status: 503, body: 'first' });
    expect(onError).not.toHaveBeenCalled();
  });
});

describe('errors while writing', () => {
  it('answers 500 when a stream fails before its first piece', async () => {
    const failure = new Error('database "secret" is down');
    const { ask, onError } = await answering({ status: 200, headers: type, body: pieces([failure]).body });
    const { status, headers, body } = await ask();
    expect([status, headers.get('content-type')]).toEqual([500, 'application/scim+json']);
    expect(JSON.parse(body)).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '500',
      detail: 'The server failed on its side.',
    });
    expect(onError).toHaveBeenCalledExactlyOnceWith(failure);
  });

  it('cuts the connection when a stream fails later, so that half an answer is not taken for one', async () => {
    const failure = new Error('lost');
    const { body } = pieces(['{"Resources":[', failure], 10);
    const { ask, client, onError } = await answering({ status: 200, headers: type, body });
    await expect(ask()).rejects.toThrow(/closed the connection/);
    expect(await client.closed()).toBe(true);
    expect(onError).toHaveBeenCalledExactlyOnceWith(failure);
  });

  it('does not tell of what the server has told its log', async () => {
    const failure = new ScimError(503, 'The storage cannot be reached.', { cause: new Error('lost') });
    const { body } = pieces(['{"Resources":[', failure], 10);
    const { ask, client, onError } = await answering({ status: 200, headers: type, body });
    await expect(ask()).rejects.toThrow(/closed the connection/);
    expect(await client.closed()).toBe(true);
    expect(onError).not.toHaveBeenCalled();
  });

  it('resets a connection of HTTP/1.0, on which half an answer would end like a whole one', async () => {
    const { body } = pieces(['{"Resources":[', new Error('lost')], 10);
    const { client } = await answering({ status: 200, headers: type, body });
    const failed = new Promise((resolve) => client.socket.once('error', resolve));
    client.send('GET / HTTP/1.0\r\n\r\n');
    expect(await failed).toMatchObject({ code: 'ECONNRESET' });
  });

  it.each<[string, Outcome]>([
    [
      'a header value that would split the answer',
      { status: 200, headers: { location: 'a\r\nSet-Cookie: x' }, body: 'a' },
    ],
    ['a header value outside Latin-1', { status: 201, headers: { location: '/€' }, body: 'a' }],
    ['a status that is none', { status: 20, headers: {}, body: 'a' }],
    ['such a header before a stream', { status: 200, headers: { x: '\n' }, body: pieces(['a']).body }],
  ])('answers 500 to %s', async (_, outcome) => {
    const { ask, onError } = await answering(outcome);
    const { status, headers } = await ask();
    expect([status, headers.has('location'), headers.has('set-cookie')]).toEqual([500, false, false]);
    expect(onError).toHaveBeenCalledOnce();
  });

  it('does not let a client that resets its connection take the process down', async () => {
    const server = createServer((req, res) => {
      const { body } = pieces(
        Array.from({ length: 50 }, () => 'x'.repeat(100_000)),
        1,
      );
      void writeOutcome(req, res, { status: 200, headers: {}, body });
    });
    const { port } = await start(server);
    for (let round = 0; round < 10; round++) {
      const client = new RawClient(port);
      client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await new Promise((resolve) => setTimeout(resolve, round * 2));
      client.socket.resetAndDestroy();
    }
    const last = new RawClient(port);
    last.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect((await last.response()).body).toHaveLength(5_000_000);
  });
});
