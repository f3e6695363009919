import { badRequest } from '../errors/bad-request.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { WorkingCopy } from './working-copy.ts';

/**
 * A required attribute that lost its value has to have one again by the end of the message (PAT-17). Required parts are
 * asked for only where the attribute they belong to has a value (CHR-21).
 *
 * @throws ScimError 400 `mutability`.
 */
export function refuseMissing(work: WorkingCopy): void {
  for (const cleared of work.cleared) {
    // What was the last of its extension takes the extension along, which may be required itself.
    for (let at: AttributeRef | undefined = cleared; at !== undefined; at = at.parent) {
      if (at.required && isMissing(work, at)) {
        throw badRequest('mutability', `"${at.path}" is required and cannot be removed.`);
      }
    }
  }
}

function isMissing(work: WorkingCopy, attribute: AttributeRef): boolean {
  const { parent } = attribute;
  if (parent === undefined) return work.at(attribute.steps) === undefined;
  const holder = work.at(parent.steps);
  const holders: readonly unknown[] = parent.multiValued
    ? work.list(parent.steps)
    : holder === undefined
      ? []
      : [holder];
  return holders.some((each) => !hasOwnValue(each, attribute.name));
}

function hasOwnValue(holder: unknown, name: string): boolean {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name)) return false;
  // An own property of an object, whatever it holds.
  return ((holder as Record<string, unknown>)[name] ?? undefined) !== undefined;
}
