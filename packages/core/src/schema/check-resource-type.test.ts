import { describe, expect, it } from 'vitest';
import { defineExtension } from './define-extension.ts';
import { defineResourceType } from './define-resource-type.ts';
import type { AttributeDefinition, ExtensionDefinition, ResourceTypeDefinition } from './definition.ts';
import { User } from './definitions/user.ts';

const thing = (more: Partial<ResourceTypeDefinition> = {}): ResourceTypeDefinition => ({
  name: 'Thing',
  endpoint: '/Things',
  schema: { id: 'urn:example:Thing', name: 'Thing', attributes: { title: {} } },
  ...more,
});

const withAttributes = (attributes: Record<string, AttributeDefinition>): ResourceTypeDefinition =>
  thing({ schema: { id: 'urn:example:Thing', name: 'Thing', attributes } });

const extension = (id: string, attributes: Record<string, AttributeDefinition> = {}): ExtensionDefinition =>
  defineExtension({ id, name: 'Extension', attributes });

const set: AttributeDefinition = {
  type: 'complex',
  multiValued: true,
  referenceSet: true,
  subAttributes: { value: {}, $ref: { type: 'reference', referenceTypes: ['User'] } },
};

const derived: AttributeDefinition = {
  type: 'complex',
  multiValued: true,
  derivedFrom: 'memberOf',
  mutability: 'readOnly',
  subAttributes: { value: {} },
};

describe('defineResourceType', () => {
  it.each<[string, ResourceTypeDefinition, RegExp]>([
    ['no name', thing({ name: '' }), /name "" must be a word/],
    ['a name with a slash', thing({ name: 'a/b' }), /must be a word/],
    ['a name of SCIM itself', thing({ name: 'Schema' }), /SCIM itself uses the name/],
    [
      'an endpoint without slash',
      thing({ endpoint: 'Things' }),
      /endpoint "Things" must be a slash and one path segment/,
    ],
    ['an endpoint with two segments', thing({ endpoint: '/a/b' }), /one path segment/],
    ['an endpoint to escape', thing({ endpoint: '/Thing s' }), /one path segment/],
    ['a bare slash', thing({ endpoint: '/' }), /one path segment/],
    ...['/Bulk', '/Me', '/me', '/Schemas', '/ResourceTypes', '/ServiceProviderConfig'].map(
      (endpoint): [string, ResourceTypeDefinition, RegExp] => [
        endpoint,
        thing({ endpoint }),
        /SCIM itself uses the endpoint/,
      ],
    ),
    ['/.search', thing({ endpoint: '/.search' }), /one path segment|SCIM itself/],
    ['a broken schema', withAttributes({ 'a.b': {} }), /must begin with a letter/],
    [
      'an extension twice',
      thing({ extensions: [{ schema: extension('urn:example:E') }, { schema: extension('URN:EXAMPLE:e') }] }),
      /the URN URN:EXAMPLE:e is used already/,
    ],
    [
      'an extension with the URN of the base',
      thing({ extensions: [{ schema: extension('urn:example:thing') }] }),
      /is used already/,
    ],
    [
      'a URN of SCIM itself',
      thing({ extensions: [{ schema: extension('urn:ietf:params:scim:schemas:core:2.0:Schema') }] }),
      /is used already/,
    ],
    [
      'a schema as an extension',
      thing({ extensions: [{ schema: User.schema as never }] }),
      /Define it with defineExtension/,
    ],
    [
      'a reference set in an extension',
      thing({ extensions: [{ schema: extension('urn:example:E', { set }) }] }),
      /Move it to the base schema/,
    ],
    [
      'a derived one in an extension',
      thing({ extensions: [{ schema: extension('urn:example:E', { derived }) }] }),
      /Move it to the base schema/,
    ],
    ['two reference sets', withAttributes({ one: set, two: set }), /"one" and "two" are both a referenceSet/],
    ['two derived ones', withAttributes({ one: derived, two: derived }), /both derived from reference sets/],
    [
      'two sort roles',
      withAttributes({ one: { roles: ['sort'] }, two: { roles: ['sort'] } }),
      /both marked with the role sort/,
    ],
    [
      'a role in base and extension',
      thing({
        schema: { id: 'urn:example:Thing', name: 'Thing', attributes: { one: { roles: ['display'] } } },
        extensions: [{ schema: extension('urn:example:E', { two: { roles: ['display'] } }) }],
      }),
      /both marked with the role display/,
    ],
  ])('refuses %s', (_name, definition, sentence) => {
    expect(() => defineResourceType(definition)).toThrow(TypeError);
    expect(() => defineResourceType(definition)).toThrow(sentence);
  });

  it('accepts and freezes a good one', () => {
    const type = defineResourceType(
      thing({ extensions: [{ schema: extension('urn:example:E'), required: true }] }),
    );
    expect(Object.isFrozen(type.extensions)).toBe(true);
    expect(Object.isFrozen(type.schema.attributes)).toBe(true);
  });
});
