import { Buffer } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Body } from '@scimkit/core';
import { ScimError } from '@scimkit/core';
import { describe, expect, it } from 'vitest';
import type { NodeRequest } from './node-http.ts';
import { type ReadBodyOptions, readNodeBody } from './read-node-body.ts';
import { listen } from './testing/listen.ts';
import { RawClient } from './testing/raw-client.ts';

type Read =
  | Body
  | { readonly status: number; readonly scimType: string | undefined; readonly detail: string };

interface Setup extends ReadBodyOptions {
  readonly limit?: number;
  readonly before?: (req: NodeRequest) => unknown;
}

/** Starts a server that reads one body; gives a client and what came of the reading. */
async function reading({ limit = 1000, before, ...options }: Setup = {}) {
  let settle: (read: Read) => void;
  const read = new Promise<Read>((resolve) => {
    settle = resolve;
  });
  const { port } = await listen(async (req, res: ServerResponse) => {
    await before?.(req);
    settle(await readNodeBody(req, limit, options).catch(asRead));
    res.end();
  });
  return { client: new RawClient(port), read };
}

function asRead(error: unknown): Read {
  if (!(error instanceof ScimError)) throw error;
  return { status: error.status, scimType: error.scimType, detail: error.message };
}

async function readOne(body: string | Uint8Array, headers = '', setup: Setup = {}): Promise<Read> {
  const { client, read } = await reading(setup);
  client.send(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n`);
  client.send(typeof body === 'string' ? Buffer.from(body) : body);
  return read;
}

const text = (content: string): Body => ({ kind: 'text', text: content });
const chunked = 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('readNodeBody', () => {
  it.each<[string, string | Uint8Array, Body]>([
    ['ASCII', '{"a":1}', text('{"a":1}')],
    ['characters outside the BMP (REP-22)', '{"a":"😀ü"}', text('{"a":"😀ü"}')],
    ['a byte-order mark (REP-22)', '\ufeff{"a":1}', text('{"a":1}')],
    ['nothing but a byte-order mark', '\ufeff', { kind: 'none' }],
    ['a mark in the middle', 'a\ufeffb', text('a\ufeffb')],
    ['no bytes', '', { kind: 'none' }],
    ['blanks', '  ', text('  ')],
    ['exactly the limit', 'x'.repeat(1000), text('x'.repeat(1000))],
  ])('reads %s', async (_, body, expected) => {
    expect(await readOne(body)).toEqual(expected);
  });

  it.each([
    ['a stray continuation byte', [0x22, 0x80, 0x22]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a cut character', [0x22, 0xf0, 0x9f, 0x98]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00]],
  ])('refuses %s', async (_, bytes) => {
    expect(await readOne(Uint8Array.from(bytes))).toMatchObject({ status: 400, scimType: 'invalidSyntax' });
  });

  it('puts a character together that came in two pieces', async () => {
    const { client, read } = await reading();
    client.send(chunked);
    client.send(Buffer.from('3\r\n"\xf0\x9f\r\n', 'latin1'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.send(Buffer.from('3\r\n\x98\x80"\r\n0\r\n\r\n', 'latin1'));
    expect(await read).toEqual(text('"😀"'));
  });

  it('reads chunked bodies, with none of the bytes that only frame them', async () => {
    const { client, read } = await reading({ limit: 10 });
    client.send(`${chunked}5;ext=1\r\n01234\r\n5\r\n56789\r\n0\r\nTrailer: x\r\n\r\n`);
    expect(await read).toEqual(text('0123456789'));
  });

  it('takes an empty chunked body for none', async () => {
    const { client, read } = await reading();
    client.send(`${chunked}0\r\n\r\n`);
    expect(await read).toEqual({ kind: 'none' });
  });

  it('reads nothing where nothing was announced', async () => {
    const { client, read } = await reading();
    client.send('DELETE / HTTP/1.1\r\nHost: x\r\nContent-Type: application/scim+json\r\n\r\n');
    expect(await read).toEqual({ kind: 'none' });
  });

  it('refuses a declared length over the limit before a byte was sent', async () => {
    const { client, read } = await reading();
    client.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n');
    expect(await read).toEqual({
      status: 413,
      scimType: undefined,
      detail: 'The request body is larger than 1000 bytes.',
    });
  });

  it('stops at the chunk that breaks the limit', async () => {
    const { client, read } = await reading();
    client.send(`${chunked}3e8\r\n${'x'.repeat(1000)}\r\n1\r\nx\r\n`);
    expect(await read).toMatchObject({ status: 413 });
  });

  it('leaves the rest in the stream', async () => {
    let request: NodeRequest | undefined;
    const { client, read } = await reading({
      limit: 10,
      before: (req) => {
        request = req;
      },
    });
    client.send(`${chunked}b\r\n0123456789a\r\n`);
    expect(await read).toMatchObject({ status: 413 });
    expect(request?.readableFlowing).toBe(false);
  });

  it('gives a client up that does not get done', async () => {
    const { client, read } = await reading({ timeout: 50 });
    client.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab');
    expect(await read).toMatchObject({
      status: 408,
      detail: 'The request body was not complete after 50 milliseconds.',
    });
  });

  it('ends when the client goes away, at once or in the middle', async () => {
    const middle = await reading();
    middle.client.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab');
    setTimeout(() => middle.client.socket.resetAndDestroy(), 20);
    expect(await middle.read).toMatchObject({ status: 400, scimType: 'invalidSyntax' });

    const gone = await reading({ before: (req) => new Promise((resolve) => req.once('close', resolve)) });
    gone.client.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab');
    setTimeout(() => gone.client.socket.destroy(), 20);
    expect(await gone.read).toMatchObject({ status: 400, scimType: 'invalidSyntax' });
  });

  it('reads bodies that waited for something else first', async () => {
    const before = () => new Promise((resolve) => setTimeout(resolve, 30));
    expect(await readOne('{"a":1}', '', { before })).toEqual(text('{"a":1}'));
  });

  it.each(['utf8', 'latin1', 'base64'] as const)(
    'reads what a host has set to %s strings',
    async (encoding) => {
      const before = (req: NodeRequest) => req.setEncoding(encoding);
      expect(await readOne('{"ü":1}', '', { before })).toEqual(text('{"ü":1}'));
    },
  );
});

describe('readNodeBody with Content-Encoding', () => {
  it.each([
    ['gzip', gzipSync],
    ['GZIP ', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['identity', (bytes: Buffer) => bytes],
    ['', (bytes: Buffer) => bytes],
  ])('undoes "%s"', async (coding, compress) => {
    const body = Buffer.from(`\ufeff{"a":"${'ü'.repeat(400)}"}`);
    expect(await readOne(compress(body), `Content-Encoding: ${coding}\r\n`)).toEqual(
      text(`{"a":"${'ü'.repeat(400)}"}`),
    );
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ])('holds what comes out of %s to the limit', async (coding, compress) => {
    const header = `Content-Encoding: ${coding}\r\n`;
    const limit = 200_000;
    expect(await readOne(compress(Buffer.alloc(limit, 'x')), header, { limit })).toMatchObject({
      kind: 'text',
    });
    expect(await readOne(compress(Buffer.alloc(limit + 1, 'x')), header, { limit })).toMatchObject({
      status: 413,
    });
  });

  it('stops inflating a bomb at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const before = process.memoryUsage();
    expect(await readOne(bomb, 'Content-Encoding: gzip\r\n', { limit: 1024 * 1024 })).toMatchObject({
      status: 413,
    });
    const after = process.memoryUsage();
    expect(after.external + after.heapUsed - before.external - before.heapUsed).toBeLessThan(
      20 * 1024 * 1024,
    );
  });

  it.each([
    ['gzip', Buffer.from('{"a":1}')],
    ['gzip', gzipSync('{"a":1}').subarray(0, 20)],
    ['gzip', gzipSync('{"a":1}').fill(0, 19)],
    ['deflate', Buffer.from('{"a":1}')],
    ['br', Buffer.from('{"a":1}')],
  ])('says what is wrong with a body that is not %s', async (coding, body) => {
    expect(await readOne(body, `Content-Encoding: ${coding}\r\n`)).toEqual({
      status: 400,
      scimType: 'invalidSyntax',
      detail: `The request body is not valid ${coding} data.`,
    });
  });

  it.each(['zstd', 'gzip, gzip', 'constructor', '__proto__'])(
    'refuses "%s" before reading',
    async (coding) => {
      const { client, read } = await reading();
      client.send(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nContent-Encoding: ${coding}\r\n\r\n`);
      expect(await read).toMatchObject({ status: 415 });
    },
  );

  it('takes an empty body for none whatever its coding', async () => {
    expect(await readOne('', 'Content-Encoding: gzip\r\n')).toEqual({ kind: 'none' });
  });
});
