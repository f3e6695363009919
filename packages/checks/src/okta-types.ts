import { defineResourceType, defineSchema, Group, GroupSchema, User } from '@scimkit/core';

/** Okta's Role, as "Build a SCIM 2.0 server with entitlements" describes it. Written with the public API alone. */
export const Role = defineResourceType({
  name: 'Role',
  endpoint: '/Roles',
  description: 'A role that users can hold.',
  schema: defineSchema({
    id: 'urn:okta:scim:schemas:core:1.0:Role',
    name: 'Role',
    description: 'A role that users can hold.',
    attributes: {
      displayName: { description: 'Name of the role.', required: true, roles: ['display', 'sort'] },
      description: { description: 'What the role allows.' },
    },
  }),
});

/** Okta's Entitlement; its `type` is the name of the resource type. */
export const Entitlement = defineResourceType({
  name: 'Entitlement',
  endpoint: '/Entitlements',
  description: 'Something that users can be entitled to.',
  schema: defineSchema({
    id: 'urn:okta:scim:schemas:core:1.0:Entitlement',
    name: 'Entitlement',
    description: 'Something that users can be entitled to.',
    attributes: {
      displayName: { description: 'Name of the entitlement.', required: true, roles: ['display', 'sort'] },
      type: { description: 'Name of the resource type.', required: true },
      description: { description: 'What the entitlement allows.' },
    },
  }),
});

/** Groups whose names are unique, as Microsoft's SCIM validator expects them. */
export const UniquelyNamedGroup = defineResourceType({
  ...Group,
  schema: defineSchema({
    ...GroupSchema,
    attributes: {
      ...GroupSchema.attributes,
      displayName: { ...GroupSchema.attributes.displayName, uniqueness: 'server' },
    },
  }),
});

export const withRoles = [User, Group, Role, Entitlement] as const;
export const withUniqueGroups = [User, UniquelyNamedGroup] as const;
