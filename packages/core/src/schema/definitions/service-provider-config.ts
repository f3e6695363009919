import { deepFreeze } from '../deep-freeze.ts';
import type { PublishedAttributeDefinition, PublishedSchemaDefinition } from '../definition.ts';

const supported = {
  type: 'boolean',
  description: 'Whether the service provider does this.',
  required: true,
  mutability: 'readOnly',
} as const satisfies PublishedAttributeDefinition;

/**
 * The schema of `/ServiceProviderConfig` with all errata applied, and the blocks that RFC 9865 (paging) and RFC 9967
 * (security events) add to it.
 *
 * @see RFC 7643 sections 5 and 8.7.2, RFC 9865 section 4, RFC 9967 section 4
 */
export const ServiceProviderConfigSchema = deepFreeze({
  id: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  name: 'Service Provider Configuration',
  description: 'What the service provider can do.',
  attributes: {
    documentationUri: {
      type: 'reference',
      description: 'Where people find help.',
      mutability: 'readOnly',
      referenceTypes: ['external'],
    },
    patch: {
      type: 'complex',
      description: 'Whether resources can be changed by PATCH.',
      required: true,
      mutability: 'readOnly',
      subAttributes: { supported },
    },
    bulk: {
      type: 'complex',
      description: 'Whether many operations can be sent in one request.',
      required: true,
      mutability: 'readOnly',
      subAttributes: {
        supported,
        maxOperations: {
          type: 'integer',
          description: 'How many operations one request may hold.',
          required: true,
          mutability: 'readOnly',
        },
        maxPayloadSize: {
          type: 'integer',
          description: 'How many bytes one request may have.',
          required: true,
          mutability: 'readOnly',
        },
      },
    },
    filter: {
      type: 'complex',
      description: 'Whether lists can be filtered.',
      required: true,
      mutability: 'readOnly',
      subAttributes: {
        supported,
        maxResults: {
          type: 'integer',
          description: 'How many resources one response holds at most.',
          required: true,
          mutability: 'readOnly',
        },
      },
    },
    changePassword: {
      type: 'complex',
      description: 'Whether a password can be changed.',
      required: true,
      mutability: 'readOnly',
      subAttributes: { supported },
    },
    sort: {
      type: 'complex',
      description: 'Whether lists can be sorted.',
      required: true,
      mutability: 'readOnly',
      subAttributes: { supported },
    },
    etag: {
      type: 'complex',
      description: 'Whether resources have entity tags.',
      required: true,
      mutability: 'readOnly',
      subAttributes: { supported },
    },
    authenticationSchemes: {
      type: 'complex',
      multiValued: true,
      description: 'The ways in which clients can authenticate.',
      required: true,
      mutability: 'readOnly',
      subAttributes: {
        type: {
          description: 'The kind of scheme.',
          required: true,
          canonicalValues: ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'],
          mutability: 'readOnly',
        },
        name: { description: 'What the scheme is called.', required: true, mutability: 'readOnly' },
        description: { description: 'What the scheme is.', required: true, mutability: 'readOnly' },
        specUri: {
          type: 'reference',
          description: 'Where the scheme is specified.',
          mutability: 'readOnly',
          referenceTypes: ['external'],
        },
        documentationUri: {
          type: 'reference',
          description: 'Where the use of the scheme is documented.',
          mutability: 'readOnly',
          referenceTypes: ['external'],
        },
        primary: {
          type: 'boolean',
          description: 'True for the preferred scheme; at most one has it.',
          mutability: 'readOnly',
        },
      },
    },
    pagination: {
      type: 'complex',
      description: 'How lists are cut into pages.',
      mutability: 'readOnly',
      subAttributes: {
        cursor: {
          type: 'boolean',
          description: 'Whether pages can be asked for by cursor.',
          required: true,
          mutability: 'readOnly',
        },
        index: {
          type: 'boolean',
          description: 'Whether pages can be asked for by index.',
          required: true,
          mutability: 'readOnly',
        },
        defaultPaginationMethod: {
          description: 'The method when a request names none.',
          canonicalValues: ['cursor', 'index'],
          mutability: 'readOnly',
        },
        defaultPageSize: {
          type: 'integer',
          description: 'How many resources a page holds when a request names no count.',
          mutability: 'readOnly',
        },
        maxPageSize: {
          type: 'integer',
          description: 'How many resources a page holds at most.',
          mutability: 'readOnly',
        },
        cursorTimeout: {
          type: 'integer',
          description: 'For how many seconds a cursor is good at least.',
          mutability: 'readOnly',
        },
      },
    },
    securityEvents: {
      type: 'complex',
      description: 'What the service provider does about security events; absent when it does nothing.',
      mutability: 'readOnly',
      subAttributes: {
        asyncRequest: {
          description: 'Whether a request may be answered later by an event.',
          canonicalValues: ['none', 'long', 'request'],
          mutability: 'readOnly',
        },
        eventUris: {
          multiValued: true,
          description: 'The events that can be delivered.',
          mutability: 'readOnly',
        },
      },
    },
  },
} as const satisfies PublishedSchemaDefinition);
