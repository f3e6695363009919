import { describe, expect, it } from 'vitest';
import { buildRequest } from './build-request.ts';
import type { StepRequest } from './scenario.ts';

const variables = new Map<string, unknown>([
  ['authorization', 'Bearer t'],
  ['id', 'a b/"c"'],
  ['current', { id: '1', active: true, name: { familyName: 'A', formatted: 'x' } }],
]);
const build = (request: Partial<StepRequest>, baseUrl = 'http://host/scim/v2') =>
  buildRequest({ method: 'GET', path: '/Users', headers: {}, ...request }, baseUrl, variables);

describe('buildRequest', () => {
  it('joins base and path with one slash', () => {
    expect(build({}, 'http://host/scim/v2/').url).toBe('http://host/scim/v2/Users');
    expect(build({ path: '/Users/' }).url).toBe('http://host/scim/v2/Users/');
  });

  it('encodes decoded queries, after filling them', () => {
    const query = { filter: 'id eq "${id}"', 'a&b': '1+1' };
    expect(build({ query }).url).toBe(
      'http://host/scim/v2/Users?filter=id%20eq%20%22a%20b%2F%22c%22%22&a%26b=1%2B1',
    );
  });

  it('changes nothing but blanks and quotes in a raw query', () => {
    const query = 'filter=userName+eq+%22a@b%22&x=[y] "z"&v=${id}&';
    expect(build({ query }).url).toBe(
      'http://host/scim/v2/Users?filter=userName+eq+%22a@b%22&x=[y]%20%22z%22&v=a%20b%2F%22c%22&',
    );
  });

  it('makes a bare question mark of the empty query', () => {
    expect(build({ query: '' }).url).toBe('http://host/scim/v2/Users?');
    expect(build({ query: {} }).url).toBe('http://host/scim/v2/Users');
  });

  it('fills headers and path', () => {
    const built = build({
      path: '/Users/${id}',
      headers: { Authorization: '${authorization}', 'User-Agent': '' },
    });
    expect(built.url).toBe('http://host/scim/v2/Users/a%20b%2F%22c%22');
    expect(built.headers).toEqual({ Authorization: 'Bearer t', 'User-Agent': '' });
  });

  it('adds no header that the scenario does not name', () => {
    expect(build({}).headers).toEqual({});
  });

  it('writes a saved body back with changes', () => {
    const merge = { active: false, name: { formatted: null }, manager: '${id}' };
    expect(build({ method: 'PUT', bodyFrom: 'current', merge }).body).toBe(
      '{"id":"1","active":false,"name":{"familyName":"A"},"manager":"a b/\\"c\\""}',
    );
    expect(build({ method: 'PUT', bodyFrom: 'current' }).body).toBe(JSON.stringify(variables.get('current')));
  });

  it('keeps members of a body in their order', () => {
    expect(build({ method: 'POST', body: { b: 1, a: '${id}' } }).body).toBe('{"b":1,"a":"a b/\\"c\\""}');
    expect(build({}).body).toBeUndefined();
  });
});
