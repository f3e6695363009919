import { describe, expect, it } from 'vitest';
import { compileMount, matchMount } from './match-mount.ts';

describe('a mount path', () => {
  it('is found in front of a path, with its parameters decoded', () => {
    const mount = compileMount('/scim/:org/v2/:part');
    expect(matchMount(mount, '/scim/a%20b/v2/x/Users/1')).toEqual({
      prefix: '/scim/a%20b/v2/x',
      path: '/Users/1',
      params: { org: 'a b', part: 'x' },
    });
    expect(matchMount(mount, '/scim/a/v2/x')?.path).toBe('');
    expect(matchMount(compileMount('/'), '/Users')).toEqual({ prefix: '', path: '/Users', params: {} });
  });

  it.each(['/scim/a/v2', '/scim//v2/x', '/scim/a/v3/x', '/SCIM/a/v2/x', '/scim/%E0%A4%A/v2/x', ''])(
    'is not found in %j',
    (path) => {
      expect(matchMount(compileMount('/scim/:org/v2/:part'), path)).toBeUndefined();
    },
  );

  it('may name its parameters like what objects inherit, and they inherit nothing', () => {
    const params = matchMount(compileMount('/:__proto__/:toString'), '/a/b')?.params ?? {};
    expect(Object.entries(params)).toEqual([
      ['__proto__', 'a'],
      ['toString', 'b'],
    ]);
    const plain = matchMount(compileMount('/:org'), '/a')?.params ?? {};
    expect([plain.constructor, plain.hasOwnProperty]).toEqual([undefined, undefined]);
  });

  it.each(['scim', '/:', '/:1', '/a/:b-c'])('is refused when it cannot be one: %j', (pattern) => {
    expect(() => compileMount(pattern)).toThrow(TypeError);
  });
});
