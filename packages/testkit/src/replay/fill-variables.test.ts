import { describe, expect, it } from 'vitest';
import { fillText, fillVariables, variableNames } from './fill-variables.ts';

const variables = new Map<string, unknown>([
  ['id', 'a/b c'],
  ['count', 3],
  ['user', { active: true }],
]);

describe('fillVariables', () => {
  it('takes over the type when the string is nothing but a variable', () => {
    expect(fillVariables({ a: '${count}', b: ['${user}'] }, variables)).toEqual({
      a: 3,
      b: [{ active: true }],
    });
  });

  it('inserts text into longer strings', () => {
    expect(fillVariables('n ${count}: ${user}', variables)).toBe('n 3: {"active":true}');
  });

  it('leaves unknown names, member names and other values alone', () => {
    const value = { '${id}': '${other}', n: 1, no: null, yes: true };
    expect(fillVariables(value, variables)).toEqual(value);
  });

  it('keeps a member called __proto__ as data', () => {
    const filled = fillVariables(JSON.parse('{"__proto__":{"x":"${count}"}}'), variables);
    expect(JSON.stringify(filled)).toBe('{"__proto__":{"x":3}}');
  });
});

describe('fillText', () => {
  it('encodes what it inserts, and only that', () => {
    expect(fillText('/Users/${id}?x=a b', variables, encodeURIComponent)).toBe('/Users/a%2Fb%20c?x=a b');
  });
});

describe('variableNames', () => {
  it('finds all of them', () => {
    expect([...variableNames({ a: ['${x} and ${y_1}'], b: { c: '${z}' }, d: 1 })]).toEqual(['x', 'y_1', 'z']);
  });
});
