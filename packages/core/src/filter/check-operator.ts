import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { AttributeType } from '../schema/definition.ts';
import type { CompareOp } from './filter-node.ts';
import { invalidFilter, quoted } from './invalid-filter.ts';

const EQUALITY: readonly CompareOp[] = ['eq', 'ne'];
const TEXT: readonly CompareOp[] = ['co', 'sw', 'ew'];
const ORDER: readonly CompareOp[] = ['gt', 'ge', 'lt', 'le'];

interface Comparing {
  /** The type in words, with its article. */
  readonly called: string;
  readonly operators: readonly CompareOp[];
}

/**
 * Which operators a type takes, besides `pr` (FLT-12, FLT-13).
 *
 * @see RFC 7644 section 3.4.2.2, table 3
 */
const types: ReadonlyMap<AttributeType, Comparing> = new Map<AttributeType, Comparing>([
  ['string', { called: 'a string', operators: [...EQUALITY, ...TEXT, ...ORDER] }],
  ['reference', { called: 'a reference', operators: [...EQUALITY, ...TEXT, ...ORDER] }],
  ['boolean', { called: 'a boolean', operators: EQUALITY }],
  ['integer', { called: 'an integer', operators: [...EQUALITY, ...ORDER] }],
  ['decimal', { called: 'a decimal number', operators: [...EQUALITY, ...ORDER] }],
  ['dateTime', { called: 'a dateTime', operators: [...EQUALITY, ...ORDER] }],
  ['binary', { called: 'binary', operators: EQUALITY }],
]);

/** The type of an attribute in words: `a boolean`. */
export function typeInWords(attribute: AttributeRef): string {
  return types.get(attribute.type)?.called ?? attribute.type;
}

/**
 * Checks that an operator fits the type of an attribute.
 *
 * @throws ScimError 400 `invalidFilter`, naming the operators that do.
 */
export function checkOperator(attribute: AttributeRef, op: CompareOp): void {
  const operators = types.get(attribute.type)?.operators ?? [];
  if (operators.includes(op)) return;
  throw invalidFilter(
    `${quoted(attribute.path)} is ${typeInWords(attribute)}, which cannot be compared by "${op}"; ` +
      `use ${operators.join(', ')} or pr.`,
  );
}
