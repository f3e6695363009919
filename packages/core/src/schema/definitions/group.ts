import { defineResourceType } from '../define-resource-type.ts';
import { defineSchema } from '../define-schema.ts';

/**
 * The Group schema with all errata applied.
 *
 * @see RFC 7643 sections 4.2 and 8.7.1
 */
export const GroupSchema = defineSchema({
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'A group of users and of other groups.',
  attributes: {
    displayName: { description: 'The name of the group.', required: true, roles: ['display', 'sort'] },
    members: {
      type: 'complex',
      multiValued: true,
      description: 'Who is in the group.',
      referenceSet: true,
      subAttributes: {
        value: { description: 'The id of the member.', caseExact: true, mutability: 'immutable' },
        $ref: {
          type: 'reference',
          description: 'The URI of the member.',
          mutability: 'immutable',
          referenceTypes: ['User', 'Group'],
        },
        type: {
          description: "The member's resource type.",
          canonicalValues: ['User', 'Group'],
          mutability: 'immutable',
        },
        display: { description: "The member's name.", mutability: 'readOnly' },
      },
    },
  },
});

/**
 * The Group resource type.
 *
 * @see RFC 7643 section 4.2
 */
export const Group = defineResourceType({
  name: 'Group',
  endpoint: '/Groups',
  description: 'Groups of users and of other groups.',
  schema: GroupSchema,
});
