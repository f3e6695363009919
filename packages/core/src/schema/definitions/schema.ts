import { deepFreeze } from '../deep-freeze.ts';
import type { PublishedAttributeDefinition, PublishedSchemaDefinition } from '../definition.ts';

/** What attributes and sub-attributes have in common; their `type` is what tells them apart. */
const before = {
  name: { description: 'The name.', required: true, caseExact: true, mutability: 'readOnly' },
} as const satisfies Readonly<Record<string, PublishedAttributeDefinition>>;

const after = {
  multiValued: {
    type: 'boolean',
    description: 'Whether there can be several values.',
    required: true,
    mutability: 'readOnly',
  },
  description: { description: 'What it means.', caseExact: true, mutability: 'readOnly' },
  required: { type: 'boolean', description: 'Whether there must be a value.', mutability: 'readOnly' },
  canonicalValues: {
    multiValued: true,
    description: 'The values that are suggested.',
    caseExact: true,
    mutability: 'readOnly',
  },
  caseExact: {
    type: 'boolean',
    description: 'Whether letter case counts in comparison.',
    mutability: 'readOnly',
  },
  mutability: {
    description: 'When it can be written.',
    canonicalValues: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
    caseExact: true,
    mutability: 'readOnly',
  },
  returned: {
    description: 'When it is part of a response.',
    canonicalValues: ['always', 'never', 'default', 'request'],
    caseExact: true,
    mutability: 'readOnly',
  },
  uniqueness: {
    description: 'How far a value has to be unique.',
    canonicalValues: ['none', 'server', 'global'],
    caseExact: true,
    mutability: 'readOnly',
  },
  referenceTypes: {
    multiValued: true,
    description: 'What a reference may point at: resource types, external or uri.',
    caseExact: true,
    mutability: 'readOnly',
  },
} as const satisfies Readonly<Record<string, PublishedAttributeDefinition>>;

/**
 * The schema of `/Schemas` with all errata applied: the one schema with a complex attribute inside a complex one.
 *
 * @see RFC 7643 sections 7 and 8.7.2
 */
export const SchemaSchema = deepFreeze({
  id: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
  name: 'Schema',
  description: 'The attributes of resources and what can be done with them.',
  attributes: {
    name: { description: 'The name of the schema.', required: true, mutability: 'readOnly' },
    description: { description: 'What the schema describes.', mutability: 'readOnly' },
    attributes: {
      type: 'complex',
      multiValued: true,
      description: 'The attributes of the schema.',
      required: true,
      mutability: 'readOnly',
      subAttributes: {
        ...before,
        type: {
          description: 'The data type.',
          required: true,
          canonicalValues: [
            'string',
            'complex',
            'boolean',
            'decimal',
            'integer',
            'dateTime',
            'reference',
            'binary',
          ],
          mutability: 'readOnly',
        },
        ...after,
        subAttributes: {
          type: 'complex',
          multiValued: true,
          description: 'The parts of a complex attribute.',
          mutability: 'readOnly',
          subAttributes: {
            ...before,
            type: {
              description: 'The data type.',
              required: true,
              canonicalValues: ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'],
              mutability: 'readOnly',
            },
            ...after,
          },
        },
      },
    },
  },
} as const satisfies PublishedSchemaDefinition);
