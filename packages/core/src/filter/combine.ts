import type { FilterNode } from './filter-node.ts';

/** The filter that matches everything. */
export const everything: FilterNode = Object.freeze({ kind: 'constant', value: true });
/** The filter that matches nothing. */
export const nothing: FilterNode = Object.freeze({ kind: 'constant', value: false });

/** A constant. */
export function constant(value: boolean): FilterNode {
  return value ? everything : nothing;
}

/**
 * `and` and `or` in one form: nested ones of the same kind joined, constants folded, one part standing for itself. A
 * filter has one tree however it was parenthesised.
 */
export function combine(kind: 'and' | 'or', parts: readonly FilterNode[]): FilterNode {
  // What decides alone: one false part makes an `and` false, one true part an `or` true.
  const decisive = kind === 'or';
  const of: FilterNode[] = [];
  for (const part of parts) {
    if (part.kind === 'constant') {
      if (part.value === decisive) return part;
    } else if (part.kind === kind) of.push(...part.of);
    else of.push(part);
  }
  const [only] = of;
  if (only === undefined) return constant(!decisive);
  if (of.length === 1) return only;
  return Object.freeze({ kind, of: Object.freeze(of) });
}

/** The opposite. Filters have two values, so negating twice changes nothing. */
export function negate(of: FilterNode): FilterNode {
  if (of.kind === 'constant') return constant(!of.value);
  if (of.kind === 'not') return of.of;
  return Object.freeze({ kind: 'not', of });
}

/** A condition on one element of `attribute`. An element for which nothing is asked is one that exists. */
export function some(
  attribute: Extract<FilterNode, { kind: 'some' }>['attribute'],
  of: FilterNode,
): FilterNode {
  if (of.kind === 'constant') return of.value ? Object.freeze({ kind: 'present', attribute }) : of;
  return Object.freeze({ kind: 'some', attribute, of });
}
