import { compileResourceType } from '../schema/compile-resource-type.ts';
import { defineExtension } from '../schema/define-extension.ts';
import { defineResourceType } from '../schema/define-resource-type.ts';
import { defineSchema } from '../schema/define-schema.ts';
import type { ReadOptions } from '../schema/read-options.ts';
import { type PatchOptions, strictPatch } from './patch-options.ts';

/** A resource type with one attribute of each kind and mutability, for tests. */

export const BASE = 'urn:example:schemas:Thing';
export const EXT = 'urn:example:schemas:extension:2.0:Thing';

const element = {
  value: {},
  type: {},
  display: {},
  primary: { type: 'boolean' },
  tags: { multiValued: true },
} as const;

const parts = { one: {}, two: {}, flag: { type: 'boolean' }, fixed: { mutability: 'immutable' } } as const;

const ThingSchema = defineSchema({
  id: BASE,
  name: 'Thing',
  attributes: {
    key: { required: true },
    text: {},
    flag: { type: 'boolean' },
    count: { type: 'integer' },
    ratio: { type: 'decimal' },
    when: { type: 'dateTime' },
    link: { type: 'reference', referenceTypes: ['uri'] },
    bytes: { type: 'binary' },
    secret: { mutability: 'writeOnly', returned: 'never', secret: true },
    textFixed: { mutability: 'immutable' },
    textServer: { mutability: 'readOnly' },
    whole: { type: 'complex', subAttributes: { ...parts, server: { mutability: 'readOnly' } } },
    wholeNeeding: { type: 'complex', subAttributes: { one: { required: true }, two: {} } },
    wholeFixed: { type: 'complex', mutability: 'immutable', subAttributes: { one: {}, two: {} } },
    wholeServer: {
      type: 'complex',
      mutability: 'readOnly',
      subAttributes: { one: { mutability: 'readOnly' } },
    },
    words: { multiValued: true },
    wordsExact: { multiValued: true, caseExact: true },
    wordsFixed: { multiValued: true, mutability: 'immutable' },
    wordsServer: { multiValued: true, mutability: 'readOnly' },
    items: { type: 'complex', multiValued: true, subAttributes: element },
    itemsHard: {
      type: 'complex',
      multiValued: true,
      subAttributes: {
        value: { required: true },
        type: {},
        fixed: { mutability: 'immutable' },
        server: { mutability: 'readOnly' },
      },
    },
    itemsFixed: {
      type: 'complex',
      multiValued: true,
      mutability: 'immutable',
      subAttributes: { value: {}, type: {} },
    },
    itemsServer: {
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: { value: { mutability: 'readOnly' } },
    },
    crowd: {
      type: 'complex',
      multiValued: true,
      referenceSet: true,
      subAttributes: {
        value: { caseExact: true, mutability: 'immutable' },
        $ref: { type: 'reference', mutability: 'immutable', referenceTypes: ['User', 'Group'] },
        type: { mutability: 'immutable' },
        display: { mutability: 'readOnly' },
      },
    },
  },
});

const ThingExtension = defineExtension({
  id: EXT,
  name: 'ThingExtension',
  attributes: {
    note: {},
    noteFixed: { mutability: 'immutable' },
    noteServer: { mutability: 'readOnly' },
    pair: { type: 'complex', subAttributes: { one: {}, two: {} } },
    marks: { multiValued: true },
    rows: { type: 'complex', multiValued: true, subAttributes: { ...element } },
  },
});

export const things = compileResourceType(
  defineResourceType({
    name: 'Thing',
    endpoint: '/Things',
    schema: ThingSchema,
    extensions: [{ schema: ThingExtension }],
  }),
);

export const read: ReadOptions = { unknownAttributes: 'ignore', schemas: 'check', maxKeyLength: 255 };
export const strict: PatchOptions = { ...strictPatch, read };
export const tolerant: PatchOptions = {
  ...strict,
  read: { ...read, schemas: 'complete' },
  onNoMatch: 'create',
  removeWithValue: 'select',
  pathsAsKeys: true,
  ignoreReadOnlyInValue: true,
};
