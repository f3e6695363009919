import { describe, expect, it } from 'vitest';
import { compileResourceType } from './compile-resource-type.ts';
import { defineResourceType } from './define-resource-type.ts';
import { defineSchema } from './define-schema.ts';
import type { AttributeDefinition } from './definition.ts';
import { User } from './definitions/user.ts';

const value = {};
const $ref = { type: 'reference', referenceTypes: ['User', 'external'] } as const;

function compile(keeper: AttributeDefinition) {
  const schema = defineSchema({ id: 'urn:example:Device', name: 'Device', attributes: { keeper } });
  return compileResourceType(defineResourceType({ name: 'Device', endpoint: '/Devices', schema }));
}

describe('a reference', () => {
  it('names the types of resources it leads to', () => {
    const model = compile({ type: 'complex', reference: true, subAttributes: { value, $ref } });
    expect(model.references.map(({ path, refersTo }) => [path, refersTo])).toEqual([['keeper', ['User']]]);
    expect(model.membership).toBeUndefined();
  });

  it('is what the manager of the enterprise extension is', () => {
    const [manager, ...others] = compileResourceType(User).references;
    expect([manager?.path, manager?.refersTo, others]).toEqual([
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
      ['User'],
      [],
    ]);
  });

  it.each<[string, AttributeDefinition]>([
    ['no parts but a string', { reference: true }],
    ['no value', { type: 'complex', reference: true, subAttributes: { $ref } }],
    [
      'a number for its value',
      { type: 'complex', reference: true, subAttributes: { value: { type: 'integer' }, $ref } },
    ],
    ['no $ref', { type: 'complex', reference: true, subAttributes: { value } }],
    [
      'no type to lead to',
      {
        type: 'complex',
        reference: true,
        subAttributes: { value, $ref: { type: 'reference', referenceTypes: ['external'] } },
      },
    ],
    [
      'a second nature',
      {
        type: 'complex',
        multiValued: true,
        reference: true,
        referenceSet: true,
        subAttributes: { value, $ref },
      },
    ],
  ])('cannot have %s', (_, keeper) => {
    expect(() => compile(keeper)).toThrow(/reference/);
  });
});

it('format belongs to text', () => {
  expect(() => compile({ type: 'integer', format: 'country' })).toThrow(/format belongs to strings/);
  expect(compile({ format: 'country' }).formatted.map(({ path }) => path)).toEqual(['keeper']);
});
