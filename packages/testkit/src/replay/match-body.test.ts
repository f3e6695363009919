import { describe, expect, it } from 'vitest';
import { isUnassigned, matchBody } from './match-body.ts';
import { ScenarioError } from './scenario-error.ts';

const texts = (expected: unknown, actual: unknown) =>
  matchBody(expected, actual).map(({ path, text }) => `${path}: ${text}`);

describe('matchBody', () => {
  it('ignores members that are not expected', () => {
    expect(texts({ a: 1 }, { a: 1, b: 2 })).toEqual([]);
  });

  it('names the path of a wrong value', () => {
    const actual = { Resources: [{ userName: 'b', 'urn:x:2.0:User': { department: 'Sales' } }] };
    expect(texts({ Resources: [{ userName: 'a' }] }, actual)).toEqual([
      '$.Resources[0].userName: expected "a", got "b"',
    ]);
    expect(texts({ Resources: [{ 'urn:x:2.0:User': { department: 'IT' } }] }, actual)).toEqual([
      '$.Resources[0]["urn:x:2.0:User"].department: expected "IT", got "Sales"',
    ]);
  });

  it.each([
    ['a number for a string', { a: '1' }, { a: 1 }],
    ['a string for a boolean', { a: true }, { a: 'true' }],
    ['null for something missing', { a: null }, {}],
    ['an array for an object', { a: {} }, { a: [] }],
    ['an object for an array', { a: [] }, { a: {} }],
    ['a value that is only inherited', { toString: { $nonEmpty: true } }, {}],
    ['one element too many', { a: [1] }, { a: [1, 2] }],
    ['the same element twice', { a: [1, 1] }, { a: [1, 2] }],
  ])('refuses %s', (_, expected, actual) => {
    expect(matchBody(expected, actual)).toHaveLength(1);
  });

  it('takes arrays in any order', () => {
    expect(texts([{ v: 1 }, { v: 2 }, { v: 3 }], [{ v: 3 }, { v: 1 }, { v: 2 }])).toEqual([]);
  });

  it('finds the only pairing, which taking the first that fits would miss', () => {
    expect(texts([{}, { b: 1 }, { a: 1 }], [{ a: 1, b: 1 }, { a: 1 }, { c: 1 }])).toEqual([]);
    expect(texts([{ $type: 'number' }, 1], [1, 2])).toEqual([]);
  });

  it('compares an element without a partner with the leftover that comes closest', () => {
    const expected = [{ v: 1 }, { v: 2, type: 'work', primary: true }];
    const actual = [{ v: 2, type: 'home', primary: true }, { v: 1 }];
    expect(texts(expected, actual)).toEqual(['$[0].type: expected "work", got "home"']);
  });

  it('says how long an array should be', () => {
    expect(texts({ members: [{}] }, { members: [] })).toEqual(['$.members: expected 1 element, got 0: []']);
  });

  it.each([
    [{ $contains: ['b', 'a'] }, ['a', 'b', 'c'], true],
    [{ $contains: [{ a: 1 }, { b: 2 }] }, [{ a: 1, b: 2 }], true],
    [{ $contains: ['a'] }, [], false],
    [{ $contains: ['a'] }, 'a', false],
    [{ $length: 2 }, [1, 2], true],
    [{ $length: 2 }, [1], false],
    [{ $length: 1 }, 'a', false],
    [{ $nonEmpty: true }, 0, true],
    [{ $nonEmpty: true }, false, true],
    [{ $nonEmpty: true }, undefined, false],
    [{ $nonEmpty: true }, null, false],
    [{ $nonEmpty: true }, '', false],
    [{ $nonEmpty: true }, [], false],
    [{ $nonEmpty: true }, {}, false],
    [{ $type: 'number' }, 1, true],
    [{ $type: 'number' }, '1', false],
    [{ $type: 'array' }, [], true],
    [{ $type: 'object' }, [], false],
    [{ $type: 'object' }, null, false],
    [{ $oneOf: ['404', 404] }, 404, true],
    [{ $oneOf: ['404', 404] }, '404', true],
    [{ $oneOf: ['404', 404] }, 400, false],
  ])('%j on %j: %s', (matcher, actual, matches) => {
    expect(matchBody({ x: matcher }, { x: actual }).length === 0).toBe(matches);
  });

  it('takes $ref and objects with more members for plain data', () => {
    expect(texts({ $ref: 'x' }, { $ref: 'x' })).toEqual([]);
    expect(texts({ $length: 1, a: 1 }, { $length: 1, a: 1 })).toEqual([]);
  });

  it('throws for a matcher that cannot be meant', () => {
    expect(() => matchBody({ $type: 'integer' }, 1)).toThrow(ScenarioError);
    expect(() => matchBody({ $contains: 'a' }, ['a'])).toThrow('$contains cannot take "a"');
  });

  it('cuts long values', () => {
    expect(texts(1, 'x'.repeat(500))[0]).toMatch(/x… \(502 characters\)$/);
  });
});

describe('isUnassigned', () => {
  it('holds for missing, null and the empty array alone', () => {
    expect([undefined, null, []].every(isUnassigned)).toBe(true);
    expect(['', 0, false, {}, [1]].some(isUnassigned)).toBe(false);
  });
});
