import { describe, expect, it } from 'vitest';
import { compileResourceType } from './compile-resource-type.ts';
import type { AttributeType } from './definition.ts';
import { KEY_VERSION, toKey } from './keys.ts';
import { resolveAttribute } from './resolve-attribute.ts';

const types: readonly AttributeType[] = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'reference',
  'binary',
];

const model = compileResourceType({
  name: 'Thing',
  endpoint: '/Things',
  schema: {
    id: 'urn:example:Thing',
    name: 'Thing',
    attributes: {
      ...Object.fromEntries(types.map((type) => [`${type}One`, { type }])),
      exact: { caseExact: true },
      complex: { type: 'complex', subAttributes: { value: {} } },
    },
  },
});

describe('toKey', () => {
  it.each([
    ['stringOne', 'Jo', 'jo'],
    ['exact', 'Jo', 'Jo'],
    ['referenceOne', '/Users/A', '/Users/A'],
    ['binaryOne', 'AbC=', 'AbC='],
    ['booleanOne', false, false],
    ['integerOne', 5, 5],
    ['decimalOne', 1.5, 1.5],
    ['dateTimeOne', '1970-01-01T00:00:01Z', 1000],
    ['stringOne', 5, undefined],
    ['stringOne', null, undefined],
    ['stringOne', ['a'], undefined],
    ['booleanOne', 'true', undefined],
    ['integerOne', '5', undefined],
    ['integerOne', Number.NaN, undefined],
    ['dateTimeOne', 'soon', undefined],
    ['dateTimeOne', 5, undefined],
    ['complex', 'x', undefined],
    ['complex', {}, undefined],
  ])('of %s makes of %j the key %j', (path, value, key) => {
    expect(toKey(value, resolveAttribute(model, path)!)).toBe(key);
  });

  it('knows one zero', () => {
    expect(Object.is(toKey(-0, resolveAttribute(model, 'integerOne')!), 0)).toBe(true);
  });

  it('is at version 1; another rule needs another number, as stores keep keys', () => {
    expect(KEY_VERSION).toBe(1);
  });
});
