import type { AttributeDefinition } from './definition.ts';

/**
 * The attributes that every resource has and no schema lists. Where a schema lists them all the same, these
 * characteristics win (COM-15).
 *
 * @see RFC 7643 sections 3 and 3.1
 */
export const commonAttributes = {
  schemas: {
    multiValued: true,
    description: 'The URNs of the schemas that the attributes of the resource come from.',
    required: true,
    returned: 'always',
  },
  id: {
    description: 'The identifier that the service provider gave the resource. It never changes.',
    required: true,
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  },
  externalId: {
    description: 'The identifier that the provisioning client uses for the resource.',
    caseExact: true,
    indexed: true,
  },
  meta: {
    type: 'complex',
    description: 'What the service provider records about the resource.',
    required: true,
    mutability: 'readOnly',
    subAttributes: {
      resourceType: {
        description: 'The name of the resource type.',
        caseExact: true,
        mutability: 'readOnly',
      },
      created: {
        type: 'dateTime',
        description: 'When the resource was made.',
        mutability: 'readOnly',
      },
      lastModified: {
        type: 'dateTime',
        description: 'When the resource was last changed; the same as created until then.',
        mutability: 'readOnly',
      },
      location: {
        type: 'reference',
        description: 'The URI of the resource.',
        mutability: 'readOnly',
        referenceTypes: ['uri'],
      },
      version: {
        description: 'The version of the resource; the same as its entity tag.',
        caseExact: true,
        mutability: 'readOnly',
      },
    },
  },
} as const satisfies Readonly<Record<string, AttributeDefinition>>;
