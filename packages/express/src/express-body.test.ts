import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';
import { describe, expect, it } from 'vitest';
import { scim } from './scim.ts';
import { scimErrors } from './scim-errors.ts';
import { echo } from './testing/echo.ts';
import { type Express, expresses } from './testing/expresses.ts';
import { type Sent, scimError, send } from './testing/send.ts';

const both = ['application/json', 'application/*+json'];

/** What may stand in front of `scim()`. `reads` says which types it takes away, and into what. */
const parsers: readonly [
  name: string,
  use: (express: Express) => RequestHandler,
  reads: Record<string, string>,
][] = [
  ['no parser', () => (_req, _res, next) => next(), {}],
  ['json()', (express) => express.json(), { 'application/json': 'parsed' }],
  [
    'json() for both types',
    (express) => express.json({ type: both }),
    { 'application/json': 'parsed', 'application/scim+json': 'parsed' },
  ],
  [
    'text()',
    (express) => express.text({ type: '*/*' }),
    { 'application/json': 'text', 'application/scim+json': 'text' },
  ],
  [
    'raw()',
    (express) => express.raw({ type: '*/*' }),
    { 'application/json': 'text', 'application/scim+json': 'text' },
  ],
  ['urlencoded()', (express) => express.urlencoded({ extended: true }), {}],
];
const types = ['application/scim+json', 'application/json', 'application/scim+json; charset=utf-8'];
const grid = expresses.flatMap(([version, express]) =>
  parsers.flatMap(([parser, use, reads]) =>
    types.map((type) => ({ version, express, parser, use, type, reads: reads[type.split(';')[0] ?? ''] })),
  ),
);

describe.each(grid)('$version behind $parser, $type', ({ express, use, type, reads }) => {
  function post(
    body: string | Uint8Array | undefined,
    more: Partial<Sent> & { readonly encoding?: string } = {},
  ) {
    const app = express();
    app.use(use(express));
    app.use('/scim/v2/:org', scim(echo));
    app.use('/scim', scimErrors());
    const { encoding, ...rest } = more;
    const headers = {
      'content-type': type,
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    };
    return send(app, {
      method: 'POST',
      path: '/scim/v2/acme/Users',
      headers,
      ...(body === undefined ? {} : { body }),
      ...rest,
    });
  }
  async function bodyOf(answer: ReturnType<typeof post>): Promise<unknown> {
    const { status, text } = await answer;
    expect(status, text).toBe(200);
    return JSON.parse(text).body;
  }

  it('reads JSON', async () => {
    const text = '{"userName":"jö😀","__proto__":{"a":1}}';
    const expected =
      reads === 'parsed' ? { kind: 'parsed', value: JSON.parse(text) } : { kind: 'text', text };
    expect(await bodyOf(post(text))).toEqual(expected);
    expect(await bodyOf(post(text, { chunked: true }))).toEqual(expected);
  });

  it('reads compressed JSON', async () => {
    const body = (await bodyOf(post(gzipSync('{"a":1}'), { encoding: 'gzip' }))) as { kind: string };
    expect(body.kind).toBe(reads ?? 'text');
  });

  it('reads more than one piece', async () => {
    const text = JSON.stringify({ a: 'x'.repeat(90_000) });
    expect(await bodyOf(post(text))).toMatchObject({ kind: reads ?? 'text' });
  });

  it('answers malformed JSON in SCIM or hands it to the server as it is', async () => {
    const answer = await post('{"password":"hunter2"');
    if (reads === 'parsed') {
      expect(scimError(answer)).toMatchObject({ status: '400', scimType: 'invalidSyntax' });
      expect(answer.text).not.toContain('hunter2');
    } else {
      expect(JSON.parse(answer.text).body).toEqual({ kind: 'text', text: '{"password":"hunter2"' });
    }
  });

  it('sees that there is no body', async () => {
    expect(await bodyOf(post(''))).toEqual({ kind: 'none' });
    expect(await bodyOf(post(undefined, { method: 'DELETE' }))).toEqual({ kind: 'none' });
    // A JSON parser that read nothing leaves `{}`, which is what a client may have sent.
    const empty = reads === 'parsed' ? { kind: 'parsed', value: {} } : { kind: 'none' };
    expect(await bodyOf(post('', { chunked: true }))).toEqual(empty);
  });

  it('refuses what is too large, in SCIM', async () => {
    expect(scimError(await post(`"${'x'.repeat(200_000)}"`))).toMatchObject({ status: '413' });
    expect(scimError(await post(`"${'x'.repeat(200_000)}"`, { chunked: true }))).toMatchObject({
      status: '413',
    });
  });

  it('refuses bytes that are not UTF-8 unless a parser has replaced them', async () => {
    const answer = await post(Buffer.from('{"a":"\xff"}', 'latin1'));
    if (answer.status === 200) expect(answer.text).toContain('\ufffd');
    else expect(scimError(answer)).toMatchObject({ status: '400', scimType: 'invalidSyntax' });
  });
});
