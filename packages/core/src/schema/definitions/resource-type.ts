import { deepFreeze } from '../deep-freeze.ts';
import type { PublishedSchemaDefinition } from '../definition.ts';

/**
 * The schema of `/ResourceTypes` with all errata applied.
 *
 * @see RFC 7643 sections 6 and 8.7.2
 */
export const ResourceTypeSchema = deepFreeze({
  id: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  name: 'ResourceType',
  description: 'A kind of resource: where it is found and which schemas it has.',
  attributes: {
    name: {
      description: 'The name of the resource type.',
      required: true,
      caseExact: true,
      mutability: 'readOnly',
      uniqueness: 'server',
    },
    description: { description: 'What resources of the type are.', mutability: 'readOnly' },
    endpoint: {
      type: 'reference',
      description: 'Where resources of the type are, relative to the base URL.',
      required: true,
      mutability: 'readOnly',
      uniqueness: 'server',
      referenceTypes: ['uri'],
    },
    schema: {
      type: 'reference',
      description: 'The URN of the base schema.',
      required: true,
      mutability: 'readOnly',
      referenceTypes: ['uri'],
    },
    schemaExtensions: {
      type: 'complex',
      multiValued: true,
      description: 'The schemas that extend the base schema.',
      mutability: 'readOnly',
      subAttributes: {
        schema: {
          type: 'reference',
          description: 'The URN of the extension.',
          required: true,
          mutability: 'readOnly',
          referenceTypes: ['uri'],
        },
        required: {
          type: 'boolean',
          description: 'Whether every resource of the type has the extension.',
          required: true,
          mutability: 'readOnly',
        },
      },
    },
  },
} as const satisfies PublishedSchemaDefinition);
