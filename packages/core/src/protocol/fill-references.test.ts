import { describe, expect, it } from 'vitest';
import { compileResourceType } from '../schema/compile-resource-type.ts';
import { defineResourceType } from '../schema/define-resource-type.ts';
import { defineSchema } from '../schema/define-schema.ts';
import { fillReferences } from './fill-references.ts';

const parts = {
  value: {},
  $ref: { type: 'reference', referenceTypes: ['User'] },
  type: { mutability: 'readOnly' },
  displayName: { mutability: 'readOnly' },
  note: {},
} as const;

const model = compileResourceType(
  defineResourceType({
    name: 'Device',
    endpoint: '/Devices',
    schema: defineSchema({
      id: 'urn:example:Device',
      name: 'Device',
      attributes: {
        keeper: { type: 'complex', reference: true, subAttributes: parts },
        users: { type: 'complex', multiValued: true, reference: true, subAttributes: parts },
      },
    }),
  }),
);

const fill = (document: Record<string, unknown>, display?: string) =>
  fillReferences(model, document, (_, id) =>
    id === '1'
      ? { member: { type: 'User', id, ...(display === undefined ? {} : { display }) }, uri: '/Users/1' }
      : undefined,
  );

describe('fillReferences', () => {
  it('fills in what the server says, keeps the rest, and copies only what it changes', () => {
    const document = Object.freeze({
      label: 'L',
      keeper: Object.freeze({ value: '1', $ref: '../Users/1', note: 'n' }),
      other: Object.freeze({}),
    });
    const filled = fill(document, 'Ann');
    expect(filled).toEqual({
      label: 'L',
      keeper: { value: '1', $ref: '/Users/1', note: 'n', type: 'User', displayName: 'Ann' },
      other: {},
    });
    expect(filled.other).toBe(document.other);
    expect(document.keeper).toEqual({ value: '1', $ref: '../Users/1', note: 'n' });
  });

  it('fills in each element of a list', () => {
    expect(fill({ users: [{ value: '1' }, { value: '2' }] })).toEqual({
      users: [{ value: '1', $ref: '/Users/1', type: 'User' }, { value: '2' }],
    });
  });

  it.each([[{}], [{ keeper: { value: '2' } }], [{ keeper: { note: 'n' } }], [{ keeper: 'x' }]])(
    'hands back %j itself, which has nothing to fill in',
    (document) => {
      expect(fill(document)).toBe(document);
    },
  );
});
