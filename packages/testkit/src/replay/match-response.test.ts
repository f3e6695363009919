import { describe, expect, it } from 'vitest';
import { matchResponse } from './match-response.ts';
import type { Expectation } from './scenario.ts';

const scim = { 'content-type': 'application/scim+json;charset=utf-8' };
const match = (
  expected: Expectation,
  status: number,
  body: unknown,
  headers: Record<string, string> = scim,
) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const mismatches = matchResponse(expected, { status, headers, body: text }, new Map([['id', '7']]));
  return mismatches.map((mismatch) => `${mismatch.path}: ${mismatch.text}`);
};

describe('matchResponse', () => {
  it('accepts any of several statuses', () => {
    expect(match({ status: [200, 204] }, 204, '')).toEqual([]);
    expect(match({ status: [200, 204] }, 202, '')).toEqual(['status: expected 200 or 204, got 202']);
  });

  it("quotes the server's own words for an error, and compares no body then", () => {
    const error = { scimType: 'invalidPath', detail: 'no such attribute', status: '400' };
    expect(match({ status: 200, body: { id: '1' } }, 400, error)).toEqual([
      'status: expected 200, got 400 (invalidPath: no such attribute)',
    ]);
    expect(match({ status: 200 }, 502, '<html>')).toEqual(['status: expected 200, got 502']);
  });

  it('compares the body of a success with the wrong status', () => {
    expect(match({ status: 201, body: { id: '${id}' } }, 200, { id: '8' })).toHaveLength(2);
  });

  it('looks at no body of a 204', () => {
    expect(match({ status: [200, 204], body: { id: '1' }, absent: ['$.x'] }, 204, '')).toEqual([]);
  });

  it('reports a body that is missing or not JSON', () => {
    expect(match({ status: 200, body: {} }, 200, '')).toEqual(['$: expected a JSON body, got no body']);
    expect(match({ status: 200, absent: ['$.x'] }, 200, 'Bad Gateway')).toEqual([
      '$: expected a JSON body, got "Bad Gateway"',
    ]);
    expect(match({ status: 200 }, 200, 'Bad Gateway')).toEqual([]);
  });

  it('compares header names without case and values by their beginning', () => {
    const headers = { 'Content-Type': 'application/scim+json', LOCATION: 'http://x/${id}' };
    expect(match({ status: 200, headers }, 200, {}, { ...scim, location: 'http://x/7' })).toEqual([]);
    expect(match({ status: 200, headers }, 200, {}, { 'content-type': 'application/json' })).toEqual([
      'header Content-Type: expected application/scim+json, got application/json',
      'header LOCATION: expected http://x/7, got nothing',
    ]);
  });

  it('wants absent paths to be missing, null or []', () => {
    const expected = { status: 200, absent: ['$.a', '$.b', '$.c', '$.d', '$.e[0]'] };
    expect(match(expected, 200, { b: null, c: [], d: 'secret', e: [] })).toEqual([
      '$.d: expected nothing, got "secret"',
    ]);
  });
});
