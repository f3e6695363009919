import { describe, expect, it } from 'vitest';
import { compileBaseUrl, placeholdersOf } from './base-url.ts';

describe('compileBaseUrl', () => {
  it.each([
    ['https://app.example', {}, 'https://app.example'],
    ['https://app.example/', {}, 'https://app.example'],
    ['https://app.example:8443/scim/v2/', {}, 'https://app.example:8443/scim/v2'],
    ['https://app.example/scim/:org', { org: 'acme' }, 'https://app.example/scim/acme'],
    ['https://app.example/:a/v2/:b', { a: 'x', b: 'y' }, 'https://app.example/x/v2/y'],
    ['https://app.example/:org', { org: 'a/b ü?' }, 'https://app.example/a%2Fb%20%C3%BC%3F'],
    ['https://app.example/:org', { org: '$&$1' }, 'https://app.example/%24%26%241'],
  ])('fills %s with %j', (option, params, expected) => {
    expect(compileBaseUrl(option)(params, undefined)).toBe(expected);
  });

  it.each([
    '',
    '/scim',
    'app.example',
    'ftp://app.example',
    'https://app.example?x',
    'https://a.example/#x',
    'https://u:p@a.example',
    'https://',
  ])('refuses %j at once', (option) => {
    expect(() => compileBaseUrl(option)).toThrow(TypeError);
  });

  it('says which parameter a request lacks, and takes none from a prototype', () => {
    expect(() => compileBaseUrl('https://a.example/:org')({}, undefined)).toThrow(/":org"/);
    expect(() => compileBaseUrl('https://a.example/:constructor')({}, undefined)).toThrow(TypeError);
  });

  it('asks a function with parameters and request, and cuts a trailing slash', () => {
    const base = compileBaseUrl<string>((params, req) => `https://${params.org}.${req}/`);
    expect(base({ org: 'acme' }, 'app.example')).toBe('https://acme.app.example');
  });

  it('does not take a port for a placeholder', () => {
    expect(placeholdersOf('https://app.example:8443/scim/:org/:x_1/a:b')).toEqual(['org', 'x_1']);
  });
});
