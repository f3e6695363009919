import type { AttributeRef } from './attribute-ref.ts';
import type { KeyEntry } from './key-entry.ts';
import { toKey } from './keys.ts';
import type { ResourceModel } from './resource-model.ts';
import { valuesAt } from './values-at.ts';

/**
 * Takes from a document the keys that stores keep beside it: one for each value of the attributes in `model.keyed`.
 *
 * @param model - The resource type, or some of its keyed attributes alone.
 * @param document - A document in canonical form.
 * @returns The keys; those of one element carry the same `element` number.
 * @example
 * ```ts
 * import { compileResourceType, extractKeys, User } from '@scimkit/core';
 *
 * const users = compileResourceType(User);
 * extractKeys(users, { schemas: [users.schema], userName: 'Jo' }).map(({ key }) => key); // ['jo']
 * ```
 */
export function extractKeys(
  model: Pick<ResourceModel, 'keyed'>,
  document: Readonly<Record<string, unknown>>,
): readonly KeyEntry[] {
  const entries: KeyEntry[] = [];
  for (const attribute of model.keyed) collect(document, attribute, 0, 0, entries);
  return entries;
}

function collect(
  value: unknown,
  attribute: AttributeRef,
  depth: number,
  element: number,
  into: KeyEntry[],
): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1)
      collect(value[index], attribute, depth, index, into);
    return;
  }
  const step = attribute.steps[depth];
  if (step === undefined) {
    const key = toKey(value, attribute);
    if (key !== undefined) into.push({ attribute, element, key });
  } else if (typeof value === 'object' && Object.hasOwn(value, step)) {
    // An object's own property, whatever it holds; the walk goes on with `unknown`.
    collect((value as Record<string, unknown>)[step], attribute, depth + 1, element, into);
  }
}

/**
 * The name that stands for a resource where others refer to it (`members.display`).
 *
 * @param model - The resource type.
 * @param document - A document in canonical form.
 * @returns The first of `model.display` that has a value, or `undefined`.
 * @example
 * ```ts
 * import { compileResourceType, displayOf, User } from '@scimkit/core';
 *
 * const users = compileResourceType(User);
 * displayOf(users, { userName: 'jo', displayName: 'Jo Doe' }); // 'Jo Doe'
 * ```
 */
export function displayOf(
  model: ResourceModel,
  document: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const attribute of model.display) {
    for (const value of valuesAt(document, attribute)) {
      if (typeof value === 'string' && value !== '') return value;
    }
  }
  return undefined;
}
