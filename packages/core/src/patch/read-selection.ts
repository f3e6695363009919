import { badRequest } from '../errors/bad-request.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { PatchOptions } from './patch-options.ts';

/**
 * The elements that a remove names by its value, next to a path to a whole list. RFC 7644 section 3.5.2.2 gives the value
 * of a remove no meaning. Read so, this message of Entra, JumpCloud and authentik empties the group:
 *
 * ```json
 * {"op":"Remove","path":"members","value":[{"$ref":null,"value":"f648f8d5"}]}
 * ```
 *
 * @returns The elements as sent, or `undefined` when there is no value, which `null` says as well.
 * @throws ScimError 400 `invalidValue` where the profile does not take such messages.
 */
export function selectionOf(
  attribute: AttributeRef,
  value: unknown,
  options: PatchOptions,
): readonly unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (options.removeWithValue === 'refuse') {
    throw badRequest(
      'invalidValue',
      `A remove of "${attribute.path}" with a value is ambiguous. Select the values by a filter in the path, ` +
        `or leave the value out to remove all.`,
    );
  }
  options.fired?.('remove-with-value-array');
  return Array.isArray(value) ? value : [value];
}
