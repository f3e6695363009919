import { ScimError } from '@scimkit/core';
import type { RequestHandler } from 'express';
import { describe, expect, it, vi } from 'vitest';
import { toScimError } from './parser-error.ts';
import { scimErrors } from './scim-errors.ts';
import { expresses } from './testing/expresses.ts';
import { scimError, send } from './testing/send.ts';

describe.each(expresses)('scimErrors() in %s', (_, express) => {
  function failing(middleware: RequestHandler, onError = vi.fn()) {
    const app = express();
    app.use('/scim', middleware, scimErrors({ onError }));
    return { app, onError };
  }
  const post = { method: 'POST', path: '/scim/Users', headers: { 'content-type': 'application/json' } };

  it.each([
    ['malformed JSON', post, '{"password":"hunter2"', 400, 'invalidSyntax'],
    ['a body over the limit', post, `"${'x'.repeat(200)}"`, 413, undefined],
    [
      'a strange charset',
      { ...post, headers: { 'content-type': 'application/json; charset=utf-99' } },
      '{}',
      415,
      undefined,
    ],
    [
      'a strange coding',
      { ...post, headers: { ...post.headers, 'content-encoding': 'lzw' } },
      '{}',
      415,
      undefined,
    ],
    [
      'broken compression',
      { ...post, headers: { ...post.headers, 'content-encoding': 'gzip' } },
      '{}',
      400,
      undefined,
    ],
  ])('turns %s into SCIM', async (_name, sent, body, status, scimType) => {
    const { app, onError } = failing(express.json({ limit: 100 }));
    const answer = await send(app, { ...sent, body });
    const error = scimError(answer);
    expect([error.status, error.scimType]).toEqual([String(status), scimType]);
    expect(answer.text).not.toContain('hunter2');
    expect(onError).not.toHaveBeenCalled();
  });

  it('says nothing of what is not the client’s', async () => {
    const failure = new Error('secret');
    const { app, onError } = failing((_req, _res, next) => next(failure));
    const answer = await send(app, post);
    expect(scimError(answer)).toMatchObject({ status: '500' });
    expect(answer.text).not.toContain('secret');
    expect(onError).toHaveBeenCalledExactlyOnceWith(failure);
  });

  it('passes on what comes after the answer has begun', async () => {
    const passed = vi.fn();
    const { app } = failing((_req, res, next) => {
      res.write('begun');
      next(new Error('late'));
    });
    app.use((error: unknown, _req: unknown, res: { end(): void }, _next: unknown) => {
      passed(error);
      res.end();
    });
    expect(await send(app, post)).toMatchObject({ status: 200, text: 'begun' });
    expect(passed).toHaveBeenCalledOnce();
  });
});

describe('toScimError', () => {
  it.each<[string, unknown, number | undefined, string | undefined]>([
    ['a ScimError', new ScimError(409, 'Taken.', { scimType: 'uniqueness' }), 409, 'Taken.'],
    ['a status', { status: 429, message: 'x' }, 429, 'There are too many requests.'],
    ['a statusCode', { statusCode: 418, message: 'x' }, 418, 'The request was refused.'],
    [
      'a type of body-parser',
      { type: 'request.aborted', status: 400 },
      400,
      'The request body is not complete.',
    ],
    ['a server error', { status: 503 }, undefined, undefined],
    ['a status that is none', { status: 400.5 }, undefined, undefined],
    ['a status in words', { status: '404' }, undefined, undefined],
    ['a type from a prototype', { type: 'constructor' }, undefined, undefined],
    ['an error', new Error('x'), undefined, undefined],
    ['null', null, undefined, undefined],
    ['a string', 'x', undefined, undefined],
  ])('reads %s', (_, error, status, detail) => {
    const found = toScimError(error);
    expect([found?.status, found?.message]).toEqual([status, detail]);
  });
});
