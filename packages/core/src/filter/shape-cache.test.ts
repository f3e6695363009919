import { describe, expect, it } from 'vitest';
import { everything } from './combine.ts';
import { cachedTemplate } from './shape-cache.ts';

const template = () => ({ template: { kind: 'done', node: everything }, named: [] }) as const;

/** Asks for a shape; true when its template had to be made. */
function isMade(owner: object, shape: string): boolean {
  let made = false;
  cachedTemplate(owner, shape, () => {
    made = true;
    return template();
  });
  return made;
}

describe('the cache of shapes', () => {
  it('makes a template once for each owner', () => {
    const [one, other] = [{}, {}];
    expect([isMade(one, 'a pr'), isMade(one, 'a pr'), isMade(other, 'a pr')]).toEqual([true, false, true]);
  });

  it('forgets the one that was not used for longest', () => {
    const owner = {};
    for (let shape = 0; shape < 256; shape += 1) isMade(owner, `a${shape} pr`);
    expect(isMade(owner, 'a0 pr')).toBe(false);
    expect(isMade(owner, 'new pr')).toBe(true);
    expect([isMade(owner, 'a0 pr'), isMade(owner, 'a2 pr'), isMade(owner, 'a1 pr')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('does not keep long shapes', () => {
    const owner = {};
    expect([isMade(owner, 'x'.repeat(1025)), isMade(owner, 'x'.repeat(1025))]).toEqual([true, true]);
    expect([isMade(owner, 'x'.repeat(1024)), isMade(owner, 'x'.repeat(1024))]).toEqual([true, false]);
  });

  it('does not remember what failed', () => {
    const owner = {};
    const fail = () => {
      throw new Error('no');
    };
    expect(() => cachedTemplate(owner, 'a pr', fail)).toThrow('no');
    expect(isMade(owner, 'a pr')).toBe(true);
  });
});
