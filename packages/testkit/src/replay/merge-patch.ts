import { isObject } from './is-object.ts';

/**
 * Applies a JSON Merge Patch: objects are merged member by member, `null` removes a member, anything else
 * replaces.
 *
 * @param target the value to change; left as it is
 * @param patch the changes
 * @returns the changed copy
 * @see {@link https://www.rfc-editor.org/rfc/rfc7396#section-2 RFC 7396 section 2}
 * @example
 * ```ts
 * import { mergePatch } from '@scimkit/testkit';
 *
 * mergePatch({ title: 'Engineer', active: true }, { title: null, active: false }); // { active: false }
 * ```
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const members = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) members.delete(name);
    else members.set(name, mergePatch(members.get(name), value));
  }
  return Object.fromEntries(members);
}
