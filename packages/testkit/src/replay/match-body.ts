import { describeValue } from './describe-value.ts';
import { isObject } from './is-object.ts';
import { type Matcher, readMatcher } from './matchers.ts';
import { pairElements } from './pair-elements.ts';
import { joinJsonPath } from './read-json-path.ts';

/** One way in which an answer is not what was expected. */
export interface Mismatch {
  /** A JSON path into the body, or `status`, `header <name>` or `request`. */
  readonly path: string;
  /** For example `expected "a", got "b"`. */
  readonly text: string;
}

/**
 * Compares a JSON value with an expectation of it.
 *
 * - An object matches when every expected member is there and matches; further members do not matter.
 * - An array matches when it is of the same length and every expected element matches an element of its own,
 *   in any order: no RFC says in which order a server returns the values of an attribute.
 * - Anything else must be equal in type and value.
 * - `{ $contains: [..] }` is an array holding an element for each entry (one element may serve several
 *   entries), `{ $length: n }` an array of that length, `{ $nonEmpty: true }` anything but missing, `null`,
 *   `""`, `[]`, `{}`, `{ $type: 'number' }` a value of that type (`string`, `boolean`, `array`, `object`),
 *   `{ $oneOf: [..] }` one of the values listed.
 *
 * @param expected the expectation, with all variables filled in
 * @param actual parsed JSON; `undefined` for what is missing
 * @param path where in the body the value stands
 * @returns what is wrong; empty when everything matches
 * @throws {@link ScenarioError} when a matcher is malformed
 * @example
 * ```ts
 * import { matchBody } from '@scimkit/testkit';
 *
 * matchBody({ userName: 'a', id: { $nonEmpty: true } }, { userName: 'b', id: '1' });
 * // [{ path: '$.userName', text: 'expected "a", got "b"' }]
 * ```
 */
export function matchBody(expected: unknown, actual: unknown, path = '$'): Mismatch[] {
  const matcher = readMatcher(expected);
  if (matcher) return applyMatcher(matcher, actual, path);
  if (Array.isArray(expected)) return matchArray(expected, actual, path);
  if (isObject(expected)) {
    if (!isObject(actual)) return [wrong(path, 'an object', actual)];
    return Object.entries(expected).flatMap(([name, value]) =>
      matchBody(value, Object.hasOwn(actual, name) ? actual[name] : undefined, joinJsonPath(path, name)),
    );
  }
  return expected === actual ? [] : [wrong(path, describeValue(expected), actual)];
}

function matchArray(expected: readonly unknown[], actual: unknown, path: string): Mismatch[] {
  if (!Array.isArray(actual)) return [wrong(path, 'an array', actual)];
  if (expected.length !== actual.length) {
    return [{ path, text: `expected ${count(expected)}, got ${actual.length}: ${describeValue(actual)}` }];
  }
  const partners = pairElements(expected.length, actual.length, (one, other) => {
    return matchBody(expected[one], actual[other]).length === 0;
  });
  const left = [...actual.keys()].filter((index) => !partners.includes(index));
  return expected
    .filter((_, index) => partners[index] === -1)
    .flatMap((one) => nearest(one, actual, left, path));
}

/**
 * What separates an element without a partner from the leftover that comes closest to it; takes that
 * leftover.
 */
function nearest(expected: unknown, actual: readonly unknown[], left: number[], path: string): Mismatch[] {
  let best: { index: number; mismatches: Mismatch[] } | undefined;
  for (const index of left) {
    const mismatches = matchBody(expected, actual[index], joinJsonPath(path, index));
    if (!best || mismatches.length < best.mismatches.length) best = { index, mismatches };
  }
  if (!best) return [];
  left.splice(left.indexOf(best.index), 1);
  return best.mismatches;
}

function applyMatcher(matcher: Matcher, actual: unknown, path: string): Mismatch[] {
  switch (matcher.name) {
    case '$contains': {
      if (!Array.isArray(actual)) return [wrong(path, 'an array', actual)];
      return matcher.entries
        .filter((entry) => !actual.some((one) => matchBody(entry, one).length === 0))
        .map((entry) => wrong(path, `an array holding ${describeValue(entry)}`, actual));
    }
    case '$length':
      if (Array.isArray(actual) && actual.length === matcher.length) return [];
      if (!Array.isArray(actual)) return [wrong(path, `an array of length ${matcher.length}`, actual)];
      return [{ path, text: `expected an array of length ${matcher.length}, got one of ${actual.length}` }];
    case '$nonEmpty':
      return isEmpty(actual) ? [wrong(path, 'a value', actual)] : [];
    case '$type':
      return typeName(actual) === matcher.type
        ? []
        : [wrong(path, `a value of type ${matcher.type}`, actual)];
    case '$oneOf': {
      if (matcher.values.some((value) => matchBody(value, actual).length === 0)) return [];
      return [wrong(path, `one of ${matcher.values.map(describeValue).join(', ')}`, actual)];
    }
  }
}

/**
 * Whether a value counts as absent: missing, `null` or `[]` (RFC 7643 section 2.5 calls these unassigned).
 */
export function isUnassigned(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function isEmpty(value: unknown): boolean {
  return isUnassigned(value) || value === '' || (isObject(value) && Object.keys(value).length === 0);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function count(elements: readonly unknown[]): string {
  return elements.length === 1 ? '1 element' : `${elements.length} elements`;
}

function wrong(path: string, expected: string, actual: unknown): Mismatch {
  return { path, text: `expected ${expected}, got ${describeValue(actual)}` };
}
