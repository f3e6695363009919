import { describeValue } from '../replay/describe-value.ts';
import { isObject } from '../replay/is-object.ts';
import type { Answer } from './answer.ts';
import { ConformanceFailure } from './conformance-failure.ts';
import { errorSchema } from './messages.ts';

/** Throws unless the answer has this status, or one of these. Returns the answer. */
export function expectStatus(answer: Answer, ...statuses: readonly number[]): Answer {
  if (!statuses.includes(answer.status)) {
    throw new ConformanceFailure(
      `${answer.method} ${answer.path}: expected status ${statuses.join(' or ')}, got ${answer.status} with ${describeValue(answer.text)}.`,
    );
  }
  return answer;
}

/**
 * Throws unless the answer is a SCIM error: the status in the line and as a string in the body, the Error schema, and the
 * `scimType` when one is given.
 */
export function expectError(answer: Answer, status: number, scimType?: string): Answer {
  expectStatus(answer, status);
  const what = `${answer.method} ${answer.path}: `;
  equal(answer.at('schemas'), [errorSchema], `${what}schemas of the error`);
  equal(answer.at('status'), String(status), `${what}status in the error`);
  if (scimType !== undefined) equal(answer.at('scimType'), scimType, `${what}scimType of the error`);
  return answer;
}

/** Throws unless both values are the same JSON; the order of members does not count, that of elements does. */
export function equal(got: unknown, expected: unknown, what: string): void {
  if (!sameJson(got, expected)) {
    throw new ConformanceFailure(`${what}: expected ${describeValue(expected)}, got ${describeValue(got)}.`);
  }
}

/** Throws unless the condition holds; the sentence says what was expected and what came. */
export function ok(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new ConformanceFailure(sentence);
}

/** True when both values are the same JSON, whatever the order of members. `undefined` members count as absent. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, index) => sameJson(value, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return Object.is(one, other);
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => sameJson(one[name], other[name]));
}
