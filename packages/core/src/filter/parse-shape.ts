import { parse } from 'scim2-parse-filter';
import { compareOps } from './compare-ops.ts';
import type { CompareOp } from './filter-node.ts';
import { invalidFilter } from './invalid-filter.ts';
import { fromWord } from './shape-word.ts';

/** A filter's structure, its names not yet looked up and its literals still numbers. */
export type Shape =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Shape[] }
  | { readonly kind: 'not'; readonly of: Shape }
  | { readonly kind: 'compare'; readonly path: string; readonly op: CompareOp; readonly slot: number }
  | { readonly kind: 'present'; readonly path: string }
  | { readonly kind: 'some'; readonly path: string; readonly of: Shape };

/** What scim2-parse-filter returns. */
type Parsed = ReturnType<typeof parse>;

/**
 * Reads the structure of a shape: which parts belong together by parentheses and by precedence. This is all that
 * scim2-parse-filter is asked for. What it takes too much or too little of (`not x`, nested brackets, `constructor` as a
 * connective, text after the end of a value, escapes, `$`) cannot occur in a shape; see `lift-literals.ts`.
 *
 * @param shape - {@link Lifted.shape}; its nesting has been held to the limits, so the recursion here is bounded.
 * @throws ScimError 400 `invalidFilter` should the library refuse a shape.
 */
export function parseShape(shape: string): Shape {
  let parsed: Parsed;
  try {
    parsed = parse(shape);
  } catch (cause) {
    throw unreadable(cause);
  }
  return toShape(parsed);
}

function toShape(parsed: Parsed): Shape {
  switch (parsed.op) {
    case 'and':
    case 'or':
      return { kind: parsed.op, of: parsed.filters.map(toShape) };
    case 'not':
      return { kind: 'not', of: toShape(parsed.filter) };
    case '[]':
      return { kind: 'some', path: fromWord(parsed.attrPath), of: toShape(parsed.valFilter) };
    case 'pr':
      return { kind: 'present', path: fromWord(parsed.attrPath) };
    default:
      // The library's own type promises these operators; it also makes nodes of what it mistakes for a connective.
      if (!compareOps.has(parsed.op) || typeof parsed.compValue !== 'number') throw unreadable(parsed.op);
      return { kind: 'compare', path: fromWord(parsed.attrPath), op: parsed.op, slot: parsed.compValue };
  }
}

function unreadable(cause: unknown): Error {
  return Object.assign(invalidFilter('The filter is not valid.'), { cause });
}
