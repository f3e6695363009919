import {
  type ClientHttp2Session,
  connect,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createNodeListener } from './create-node-listener.ts';
import type { ScimHandler } from './node-http.ts';
import { echo } from './testing/echo.ts';

async function connectTo(handler: ScimHandler): Promise<ClientHttp2Session> {
  const listener = createNodeListener<Http2ServerRequest, Http2ServerResponse>(handler);
  const server = createServer(listener).on('checkContinue', listener.checkContinue);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const session = connect(`http://127.0.0.1:${address.port}`);
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  return session;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
  readonly interim: number;
}

/** Sends a request; `body` in pieces, `undefined` for none, and never ended when `open`. */
function ask(
  session: ClientHttp2Session,
  headers: Record<string, string>,
  body?: readonly string[],
  open = false,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === undefined });
    const answer = { status: 0, headers: {}, body: '', interim: 0 };
    stream.on('headers', () => {
      answer.interim += 1;
    });
    stream.on('response', (received) => {
      answer.headers = received;
      answer.status = Number(received[':status']);
    });
    stream.setEncoding('utf8').on('data', (piece) => {
      answer.body += piece;
    });
    stream.on('end', () => resolve(answer)).on('error', reject);
    for (const piece of body ?? []) stream.write(piece);
    if (body !== undefined && !open) stream.end();
  });
}

describe('HTTP/2', () => {
  it('brings method, host, path and body to the server', async () => {
    const session = await connectTo(echo());
    const headers = { ':method': 'POST', ':path': '/Users?x=1', ':authority': 'app.example' };
    const { status, body } = await ask(session, headers, ['{"a":', '1}']);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      base: 'http://app.example',
      path: '/Users',
      query: 'x=1',
      body: { kind: 'text', text: '{"a":1}' },
    });
  });

  it('answers GET, HEAD, and POST without a body', async () => {
    const session = await connectTo(echo());
    const get = await ask(session, { ':path': '/Users' });
    expect([get.status, get.headers['content-length']]).toEqual([200, String(get.body.length)]);
    const head = await ask(session, { ':method': 'HEAD', ':path': '/Users' });
    expect([head.status, head.body]).toEqual([200, '']);
    expect(Number(head.headers['content-length'])).toBeGreaterThan(0);
    const post = await ask(session, { ':method': 'POST', ':path': '/Users' });
    expect(JSON.parse(post.body).body).toEqual({ kind: 'none' });
  });

  it('sends streams and 204', async () => {
    const pieces = {
      async *[Symbol.asyncIterator]() {
        for (let i = 0; i < 100; i++) yield 'x'.repeat(10_000);
      },
    };
    const session = await connectTo({
      handle: async ({ path }) =>
        path === '/none' ? { status: 204, headers: {} } : { status: 200, headers: {}, body: pieces },
    });
    expect((await ask(session, { ':path': '/' })).body).toHaveLength(1_000_000);
    const none = await ask(session, { ':path': '/none' });
    expect([none.status, none.headers['content-type'], none.headers['content-length']]).toEqual([
      204,
      undefined,
      undefined,
    ]);
  });

  it('refuses what is too large and lives on', async () => {
    const session = await connectTo(echo());
    const post = { ':method': 'POST', ':path': '/Users' };
    expect((await ask(session, { ...post, 'content-length': '5000' }, [], true)).status).toBe(413);
    expect((await ask(session, post, ['x'.repeat(1025)], true)).status).toBe(413);
    expect((await ask(session, post, ['x'.repeat(1024)])).status).toBe(200);
  });

  it('does not wait for the body of a caller who is not admitted', async () => {
    const session = await connectTo(echo({ admitted: false }));
    expect((await ask(session, { ':method': 'POST', ':path': '/Users' }, ['x'], true)).status).toBe(401);
    expect((await ask(session, { ':path': '/Users' })).status).toBe(401);
  });

  it.each([
    ['before', false, 'x'],
    ['while', true, 'x'.repeat(2000)],
  ])(
    'lets go of a stream whose client goes on sending, refused %s it was read',
    async (_, admitted, piece) => {
      const session = await connectTo(echo({ admitted }));
      const stream = session.request({ ':method': 'POST', ':path': '/Users' }, { endStream: false });
      stream.resume().write(piece);
      await new Promise((resolve) => stream.once('close', resolve));
      expect(stream.rstCode).toBe(0);
    },
  );

  it('says go on only when the body is wanted', async () => {
    const headers = { ':method': 'POST', ':path': '/Users', expect: '100-continue' };
    const taking = await connectTo(echo());
    expect(await ask(taking, headers, ['true'])).toMatchObject({ status: 200 });
    const refusing = await connectTo(echo({ admitted: false }));
    expect(await ask(refusing, headers, [], true)).toMatchObject({ status: 401, interim: 0 });
  });

  it('joins two Authorization headers', async () => {
    const session = await connectTo({
      handle: async ({ header }) => ({ status: 200, headers: {}, body: `${header('authorization')}` }),
    });
    expect((await ask(session, { ':path': '/', authorization: 'Bearer a' })).body).toBe('Bearer a');
  });

  it('aborts the signal when the client resets the stream', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const session = await connectTo({
      handle: ({ signal }) => {
        signals.push(signal);
        return new Promise((resolve) =>
          signal?.addEventListener('abort', () => resolve({ status: 204, headers: {} })),
        );
      },
    });
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => undefined);
    await vi.waitFor(() => expect(signals).toHaveLength(1));
    stream.close(8);
    await vi.waitFor(() => expect(signals[0]?.aborted).toBe(true));
  });
});
