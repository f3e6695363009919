import { describe, expect, it } from 'vitest';
import { splitTarget } from './split-target.ts';

describe('splitTarget', () => {
  it.each([
    ['/Users?count=2', { path: '/Users', query: 'count=2' }],
    ['/Users', { path: '/Users', query: '' }],
    ['/Users?', { path: '/Users', query: '' }],
    ['/Users?filter=a?b', { path: '/Users', query: 'filter=a?b' }],
    ['//Users', { path: '//Users', query: '' }],
    ['//evil.example/Users', { path: '//evil.example/Users', query: '' }],
    ['/a/../b/./%2e%2e/c', { path: '/a/../b/./%2e%2e/c', query: '' }],
    ['/a%2Fb?x=%2B+', { path: '/a%2Fb', query: 'x=%2B+' }],
    ['/%zz', { path: '/%zz', query: '' }],
    ['*', { path: '*', query: '' }],
    ['', { path: '', query: '' }],
    ['http://app.example/Users?x', { authority: 'app.example', path: '/Users', query: 'x' }],
    ['HTTPS://app.example:8443', { authority: 'app.example:8443', path: '/', query: '' }],
    ['http://app.example?x', { authority: 'app.example', path: '/', query: 'x' }],
    ['http:///Users', { authority: '', path: '/Users', query: '' }],
    ['ftp://app.example/Users', { path: 'ftp://app.example/Users', query: '' }],
  ])('takes %j apart', (url, expected) => {
    expect(splitTarget(url)).toEqual(expected);
  });

  it('percent-encodes raw bytes as they came, and leaves escapes alone', () => {
    const asNodeGivesIt = Buffer.from('/Users?filter=userName eq "jörg"&x=%20').toString('latin1');
    expect(splitTarget(asNodeGivesIt).query).toBe('filter=userName%20eq%20"j%C3%B6rg"&x=%20');
    expect(splitTarget('/\u20ac\ud800').path).toBe('/%E2%82%AC%EF%BF%BD');
    expect(splitTarget('/\0\t').path).toBe('/%00%09');
    expect(splitTarget('/a#b?c#d')).toEqual({ path: '/a%23b', query: 'c%23d' });
  });
});
