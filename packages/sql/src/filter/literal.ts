import type { CompareOp, FilterNode } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import { successor } from '../codec/successor.ts';
import { slot } from '../statements/statement.ts';
import type { FilterArguments } from './filter-arguments.ts';
import type { Place } from './place.ts';
import type { Literal } from './predicate.ts';
import { isEmpty, isEndless, type Shape } from './shape.ts';

type Compare = Extract<FilterNode, { kind: 'compare' }>;

/** The literal as parameters; which one it is was decided by the filter's shape. */
export function literalOf(shape: Shape, node: Compare, place: Place): Literal {
  const at = shape.index.get(node) ?? 0;
  const key = (args: FilterArguments) => args.literals[at];
  const isId = place.kind === 'id' || place.kind === 'members' || place.kind === 'memberOf';
  return {
    value: slot((args: FilterArguments) => (isId ? idOf(key(args)) : bindable(key(args)))),
    pattern: slot((args: FilterArguments) => anywhere(String(key(args)))),
    length: slot((args: FilterArguments) => codePoints(String(key(args)))),
    end: slot((args: FilterArguments) => successor(String(key(args)))),
    empty: isEmpty(node.key) && isTextOperator(node.op),
    endless: isEndless(node.key),
  };
}

/** `!` escapes, because a backslash means something else to every database. */
function anywhere(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}%`;
}

function isTextOperator(op: CompareOp): boolean {
  return op === 'co' || op === 'sw' || op === 'ew';
}

const nobody = new Uint8Array();

/** What cannot be an id is nobody's. */
function idOf(key: unknown): Uint8Array {
  return encodeId(String(key)) ?? nobody;
}

function bindable(key: unknown): unknown {
  return typeof key === 'boolean' ? Number(key) : key;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
