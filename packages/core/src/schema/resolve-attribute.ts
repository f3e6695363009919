import type { AttributeRef } from './attribute-ref.ts';
import { remember } from './remember.ts';
import type { ResourceModel } from './resource-model.ts';

/** Adds an attribute and its parts under a path. The first one to claim a path keeps it. */
function claim(index: Map<string, AttributeRef>, path: string, attribute: AttributeRef): void {
  const key = path.toLowerCase();
  if (!index.has(key)) index.set(key, attribute);
  for (const part of attribute.subAttributes) claim(index, `${path}.${part.name}`, part);
}

function buildIndex(model: ResourceModel): ReadonlyMap<string, AttributeRef> {
  const index = new Map<string, AttributeRef>();
  // Extensions first: where one URN goes on from another, the longer one is meant.
  for (const container of model.extensions) index.set(container.path.toLowerCase(), container);
  for (const { subAttributes } of model.extensions) {
    for (const attribute of subAttributes) claim(index, attribute.path, attribute);
  }
  for (const attribute of model.attributes) {
    if (attribute.extension) continue;
    claim(index, attribute.path, attribute);
    claim(index, `${model.schema}:${attribute.path}`, attribute);
  }
  claimBareNames(index, model);
  return index;
}

/** An extension's attribute may be named without its URN where nothing else has the name (FLT-23). */
function claimBareNames(index: Map<string, AttributeRef>, model: ResourceModel): void {
  const bare = new Map<string, AttributeRef | undefined>();
  for (const { subAttributes } of model.extensions) {
    for (const attribute of subAttributes) {
      const key = attribute.name.toLowerCase();
      bare.set(key, bare.has(key) || model.byName.has(key) ? undefined : attribute);
    }
  }
  for (const attribute of bare.values()) if (attribute) claim(index, attribute.name, attribute);
}

/**
 * Every spelling of every attribute path, in lower case. It is made once and holds what the schema defines, so that
 * looking up what clients invent neither grows nor empties anything.
 */
const indexOf = remember(buildIndex);

/**
 * Finds the attribute that a path names, in any letter case: `userName`, `emails.value`, `meta.created`, a path with the
 * URN of the base schema or an extension in front (`urn:…:2.0:User:emails.value`), the bare URN of an extension, and an
 * extension's attribute without its URN where that is unambiguous.
 *
 * @param model - The resource type.
 * @param path - The path as a client wrote it, without value filters.
 * @returns The attribute, or `undefined` when the resource type has none of that name.
 * @see RFC 7644 section 3.10
 * @example
 * ```ts
 * import { compileResourceType, resolveAttribute, User } from '@scimkit/core';
 *
 * const users = compileResourceType(User);
 * resolveAttribute(users, 'EMAILS.value')?.path; // 'emails.value'
 * resolveAttribute(users, 'department')?.path; // 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department'
 * ```
 */
export function resolveAttribute(model: ResourceModel, path: string): AttributeRef | undefined {
  const index = indexOf(model);
  return index.get(path) ?? index.get(path.toLowerCase());
}
