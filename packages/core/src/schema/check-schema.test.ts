import { describe, expect, it } from 'vitest';
import { checkSchema } from './check-schema.ts';
import { defineExtension } from './define-extension.ts';
import { defineSchema } from './define-schema.ts';
import type { AttributeDefinition, SchemaDefinition } from './definition.ts';

/** What a program without TypeScript may pass. */
const untyped = (attribute: unknown): AttributeDefinition => attribute as AttributeDefinition;

const schemaWith = (attributes: Record<string, AttributeDefinition>): SchemaDefinition => ({
  id: 'urn:example:Thing',
  name: 'Thing',
  attributes,
});

const plural = (
  subAttributes: AttributeDefinition['subAttributes'],
  more: AttributeDefinition = {},
): AttributeDefinition => ({
  type: 'complex',
  multiValued: true,
  ...(subAttributes && { subAttributes }),
  ...more,
});

const set = plural(
  { value: {}, $ref: { type: 'reference', referenceTypes: ['User'] } },
  { referenceSet: true },
);

describe('checkSchema', () => {
  it.each<[string, Record<string, AttributeDefinition>, RegExp]>([
    ['a dot in a name', { 'a.b': {} }, /"a\.b" of urn:example:Thing: the name must begin with a letter/],
    ['a digit first', { '1x': {} }, /"1x" .*begin with a letter/],
    ['a dollar first', { $id: {} }, /"\$id" .*begin with a letter/],
    ['an empty name', { '': {} }, /begin with a letter/],
    ['an inherited name', { constructor: {} }, /"constructor" .*every JavaScript object has/],
    [
      'an inherited name of a part',
      { a: plural({ toString: {} } as never) },
      /"a\.toString" .*every JavaScript object/,
    ],
    [
      'names that differ in case',
      { title: {}, TITLE: {} },
      /"TITLE" .*differs from "title" in letter case only/,
    ],
    ['parts that differ in case', { a: plural({ b: {}, B: {} }) }, /"a\.B" .*differs from "b"/],
    ['an unknown type', { a: untyped({ type: 'text' }) }, /type is "text"\. Use one of string, boolean/],
    ['an unknown mutability', { a: untyped({ mutability: 'const' }) }, /mutability is "const"/],
    ['an unknown returned', { a: untyped({ returned: 'maybe' }) }, /returned is "maybe"/],
    ['an unknown uniqueness', { a: untyped({ uniqueness: 'yes' }) }, /uniqueness is "yes"/],
    [
      'complex in complex',
      { a: plural({ b: untyped({ type: 'complex' }) as never }) },
      /"a\.b" .*cannot be a part of/,
    ],
    [
      'parts in a part',
      { a: plural({ b: untyped({ subAttributes: {} }) as never }) },
      /"a\.b" .*cannot be a part of/,
    ],
    ['complex without parts', { a: { type: 'complex' } }, /a complex attribute needs parts/],
    ['complex with no parts', { a: plural({}) }, /a complex attribute needs parts/],
    ['parts of a string', { a: { subAttributes: { b: {} } } }, /only complex attributes have parts/],
    ['closed without values', { a: { closed: true } }, /closed without canonicalValues/],
    [
      'closed with an empty list',
      { a: { closed: true, canonicalValues: [] } },
      /closed without canonicalValues/,
    ],
    [
      'values of a number',
      { a: { type: 'integer', canonicalValues: ['1'] } },
      /canonicalValues belong to strings/,
    ],
    [
      'reference types of a string',
      { a: { referenceTypes: ['User'] } },
      /referenceTypes belong to references/,
    ],
    ['a prepared number', { a: { type: 'integer', prepare: 'username' } }, /prepare belongs to strings/],
    [
      'a unique list',
      { a: { multiValued: true, uniqueness: 'server' } },
      /a value of a list cannot be unique/,
    ],
    [
      'a unique part of a list',
      { a: plural({ value: { uniqueness: 'server' } }) },
      /"a\.value" .*list cannot be unique/,
    ],
    [
      'a unique complex',
      { a: { type: 'complex', subAttributes: { b: {} }, uniqueness: 'server' } },
      /no meaning for the type complex/,
    ],
    ['a unique boolean', { a: { type: 'boolean', uniqueness: 'global' } }, /no meaning for the type boolean/],
    ['a writeOnly that is returned', { a: { mutability: 'writeOnly' } }, /Add returned: 'never'/],
    ['a secret that can be read', { a: { secret: true, returned: 'never' } }, /Add mutability: 'writeOnly'/],
    [
      'a secret list',
      { a: { secret: true, multiValued: true, mutability: 'writeOnly', returned: 'never' } },
      /a secret is a single string/,
    ],
    [
      'an index on what is never returned',
      { a: { indexed: true, returned: 'never' } },
      /never returned has no index/,
    ],
    ['an index on a binary', { a: { indexed: true, type: 'binary' } }, /binaries have no index/],
    [
      'an index on a list in a list',
      { a: plural({ tags: { multiValued: true, indexed: true } }) },
      /"a\.tags" .*cannot be indexed/,
    ],
    [
      'a role of a list',
      { a: { roles: ['display'], multiValued: true } },
      /a role belongs to a single simple value/,
    ],
    [
      'a role of a part of a list',
      { a: plural({ value: { roles: ['sort'] } }) },
      /a role belongs to a single/,
    ],
    ['active on a string', { a: { roles: ['active'] } }, /the role active belongs to a boolean/],
    [
      'display on a boolean',
      { a: { roles: ['display'], type: 'boolean' } },
      /the role active belongs to a boolean/,
    ],
    [
      'display on a number',
      { a: { roles: ['display'], type: 'integer' } },
      /the role display belongs to a string/,
    ],
    [
      'type as a number',
      { a: plural({ value: {}, type: { type: 'integer' } }) },
      /its part "type" must be a single string/,
    ],
    [
      'display as a list',
      { a: plural({ value: {}, display: { multiValued: true } }) },
      /its part "display" must be a single string/,
    ],
    [
      'primary as a string',
      { a: plural({ value: {}, primary: {} }) },
      /its part "primary" must be a single boolean/,
    ],
    [
      '$ref as a string',
      { a: { type: 'complex', subAttributes: { $ref: {} } } },
      /its part "\$ref" must be a single reference/,
    ],
    [
      'value as a list',
      { a: plural({ value: { multiValued: true } }) },
      /its part "value" must be a single value/,
    ],
    [
      'a singular reference set',
      { a: { ...set, multiValued: false } },
      /a reference set is complex and multi-valued/,
    ],
    [
      'a simple reference set',
      { a: { referenceSet: true, multiValued: true } },
      /a reference set is complex/,
    ],
    [
      'a reference set without value',
      { a: plural({ $ref: { type: 'reference', referenceTypes: ['User'] } }, { referenceSet: true }) },
      /has a part "value"/,
    ],
    [
      'a reference set without $ref',
      { a: plural({ value: {} }, { referenceSet: true }) },
      /a part "\$ref" whose referenceTypes/,
    ],
    [
      'a reference set of nothing',
      {
        a: plural(
          { value: {}, $ref: { type: 'reference', referenceTypes: ['uri'] } },
          { referenceSet: true },
        ),
      },
      /referenceTypes name the resource types/,
    ],
    [
      'a readOnly reference set',
      { a: { ...set, mutability: 'readOnly' } },
      /a reference set is changed by clients/,
    ],
    [
      'a derived attribute that can be written',
      { a: plural({ value: {} }, { derivedFrom: 'memberOf' }) },
      /derived from reference sets is complex, multi-valued and readOnly/,
    ],
    [
      'a derived string',
      { a: { derivedFrom: 'memberOf', mutability: 'readOnly' } },
      /derived from reference sets/,
    ],
  ])('refuses %s', (_name, attributes, sentence) => {
    expect(() => checkSchema(schemaWith(attributes))).toThrow(TypeError);
    expect(() => checkSchema(schemaWith(attributes))).toThrow(sentence);
  });

  it.each(['', 'Thing', 'no colon', 'urn:with space', 'urn:"quoted"', 'urn:a[b]', ':x', '1:x'])(
    'refuses the id %j',
    (id) => {
      expect(() => checkSchema({ id, name: 'Thing', attributes: {} })).toThrow(/is no URN/);
    },
  );

  it('refuses a schema without a name', () => {
    expect(() => checkSchema({ id: 'urn:example:Thing', name: '', attributes: {} })).toThrow(/has no name/);
  });

  it.each<[string, Record<string, AttributeDefinition>]>([
    [
      '$ref and names with $, - and _',
      { a: { type: 'complex', subAttributes: { $ref: { type: 'reference' }, b$c: {}, 'd-e': {}, f_1: {} } } },
    ],
    ['a list of strings as a part', { a: plural({ value: {}, tags: { multiValued: true } }) }],
    [
      'a part called type in a singular attribute',
      { a: { type: 'complex', subAttributes: { type: { type: 'integer' } } } },
    ],
    [
      'a unique part of a singular attribute',
      { a: { type: 'complex', subAttributes: { code: { uniqueness: 'server' } } } },
    ],
    ['a reference set', { members: set }],
    ['suggested values', { a: { canonicalValues: ['x', 'y'], closed: true } }],
    ['the common attributes, described otherwise (COM-15)', { id: { mutability: 'readWrite' } }],
  ])('accepts %s', (_name, attributes) => {
    expect(() => checkSchema(schemaWith(attributes))).not.toThrow();
  });
});

describe('defineSchema and defineExtension', () => {
  it('check what they are given', () => {
    expect(() => defineSchema({ id: 'x', name: 'X', attributes: {} })).toThrow(TypeError);
    expect(() => defineExtension({ id: 'x', name: 'X', attributes: {} })).toThrow(TypeError);
  });

  it('freeze all the way down', () => {
    const schema = defineSchema(schemaWith({ a: plural({ value: {} }) }));
    expect(Object.isFrozen(schema.attributes.a?.subAttributes?.value)).toBe(true);
    const extension = defineExtension({ id: 'urn:example:X', name: 'X', attributes: { a: {} } });
    expect(extension.kind).toBe('extension');
    expect(Object.isFrozen(extension.attributes.a)).toBe(true);
  });
});
