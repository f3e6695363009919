import { isObject } from './is-object.ts';
import { ScenarioError } from './scenario-error.ts';

/**
 * An object with exactly one member of such a name is a matcher. `$ref` is an ordinary SCIM member, not one.
 */
export type Matcher =
  | { readonly name: '$contains'; readonly entries: readonly unknown[] }
  | { readonly name: '$length'; readonly length: number }
  | { readonly name: '$nonEmpty' }
  | { readonly name: '$type'; readonly type: string }
  | { readonly name: '$oneOf'; readonly values: readonly unknown[] };

const TYPES = ['number', 'string', 'boolean', 'array', 'object'];

/**
 * Reads an expected value as a matcher.
 *
 * @returns the matcher, or `undefined` when the value is to be compared as it stands
 * @throws {@link ScenarioError} when the operand is not of the kind the matcher takes
 */
export function readMatcher(value: unknown): Matcher | undefined {
  const members = isObject(value) ? Object.entries(value) : [];
  const [only] = members;
  if (!only || members.length !== 1) return undefined;
  const [name, operand] = only;
  switch (name) {
    case '$contains':
      if (Array.isArray(operand)) return { name, entries: operand };
      break;
    case '$oneOf':
      if (Array.isArray(operand)) return { name, values: operand };
      break;
    case '$length':
      if (typeof operand === 'number') return { name, length: operand };
      break;
    case '$nonEmpty':
      if (operand === true) return { name };
      break;
    case '$type':
      if (typeof operand === 'string' && TYPES.includes(operand)) return { name, type: operand };
      break;
    default:
      return undefined;
  }
  throw new ScenarioError(`The matcher ${name} cannot take ${JSON.stringify(operand)}.`);
}
