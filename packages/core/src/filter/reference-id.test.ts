import { describe, expect, it } from 'vitest';
import { referenceId } from './reference-id.ts';

const base = 'https://app.example/scim/v2/acme';

describe('referenceId', () => {
  it.each([
    [`${base}/Users/2819c223`, '2819c223'],
    ['HTTPS://APP.EXAMPLE:443/scim/v2/acme/Users/2819c223', '2819c223'],
    [`${base}/Users/a%2Fb%20c`, 'a/b c'],
    [`${base}/Users/${encodeURIComponent('é"')}`, 'é"'],
    [`${base}/Device/Types/1`, '1'],
    ['Users/1', '1'],
    ['./Users/1', '1'],
    ['../Users/1', '1'],
    ['/scim/v2/acme/Users/1', '1'],
    ['https://app.example/scim/acme/Users/1', '1'],
    ['https://app.example/scim/v1/acme/Users/1', '1'],
    ['/scim/V3/acme/Users/v2', 'v2'],
    ['https://app.example/scim/v2/other/Users/1', undefined],
    ['https://app.example/scim/v1/other/Users/1', undefined],
    ['https://app.example/scim/v1/Users/1', undefined],
    ['https://app.example/scim/v2/acmex/Users/1', undefined],
    ['https://other.example/scim/v2/acme/Users/1', undefined],
    ['http://app.example/scim/v2/acme/Users/1', undefined],
    [`${base}/../other/Users/1`, undefined],
    [`${base}/Users/1?x=1`, undefined],
    [`${base}/Users/1#x`, undefined],
    [`${base}/Users/`, undefined],
    [`${base}/1`, undefined],
    [base, undefined],
    [`${base}/`, undefined],
    [`${base}/Users/%E0%A4%A`, undefined],
    ['/Users/1', undefined],
    ['//other.example/Users/1', undefined],
    ['https://', undefined],
    ['javascript:alert(1)', undefined],
    ['', undefined],
  ])('%s: %s', (reference, id) => {
    expect(referenceId(reference, base)).toBe(id);
  });

  it('holds a URL to an endpoint', () => {
    expect(referenceId(`${base}/Users/1`, base, '/Users')).toBe('1');
    expect(referenceId(`${base}/Groups/1`, base, '/Users')).toBeUndefined();
    expect(referenceId(`${base}/x/Users/1`, base, '/Users')).toBeUndefined();
  });

  it('reads relative references where the service root is not known, and no others', () => {
    expect(referenceId('Users/1')).toBe('1');
    expect(referenceId(`${base}/Users/1`)).toBeUndefined();
  });
});
