import { type AttributeRef, attributesOf, type FilterNode, type Role, type Want } from '@scimkit/core';

/** What has to be loaded to evaluate a filter: reference sets only where it asks about them. */
export function wantFor(filter: FilterNode | undefined): Want {
  const asked = filter === undefined ? [] : [...attributesOf(filter)];
  return {
    document: true,
    members: asked.some((attribute) => isPartOf(attribute, 'membership')),
    memberOf: asked.some((attribute) => isPartOf(attribute, 'memberOf')),
  };
}

function isPartOf({ roles, parent }: AttributeRef, role: Role): boolean {
  return roles.includes(role) || parent?.roles.includes(role) === true;
}
