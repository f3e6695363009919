import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { CompareOp, FilterNode, Key } from './filter-node.ts';
import { type Found, isPresent, NO_VALUE, partOf, probeValue, SATISFIED } from './value-probe.ts';

/** Something that conditions can be held against: a resource, or one element of an attribute. */
export interface Site {
  compare(attribute: AttributeRef, op: CompareOp, key: Key): Found;
  present(attribute: AttributeRef): boolean;
  some(attribute: AttributeRef, of: FilterNode): boolean;
}

/** Recursion goes as deep as the filter nests, which its limits have bounded. */
export function evaluate(node: FilterNode, site: Site): boolean {
  switch (node.kind) {
    case 'compare': {
      const found = site.compare(node.attribute, node.op, node.key);
      // Having no value is differing from every one (FLT-08).
      return found === SATISFIED || (found === NO_VALUE && node.op === 'ne');
    }
    case 'present':
      return site.present(node.attribute);
    case 'and':
      for (const part of node.of) if (!evaluate(part, site)) return false;
      return true;
    case 'or':
      for (const part of node.of) if (evaluate(part, site)) return true;
      return false;
    case 'not':
      return !evaluate(node.of, site);
    case 'some':
      return site.some(node.attribute, node.of);
    case 'constant':
      return node.value;
  }
}

/** One element of an attribute, or a value of a single complex one; `depth` steps lead to it. */
export class ElementSite implements Site {
  private readonly value: unknown;
  private readonly depth: number;

  constructor(value: unknown, depth: number) {
    this.value = value;
    this.depth = depth;
  }

  compare(attribute: AttributeRef, op: CompareOp, key: Key): Found {
    return probeValue(this.value, attribute, this.depth, op, key);
  }

  present(attribute: AttributeRef): boolean {
    return isPresent(this.value, attribute, this.depth);
  }

  some(attribute: AttributeRef, of: FilterNode): boolean {
    return someElement(this.value, attribute, this.depth, of);
  }
}

/** Walks to the elements of an attribute and asks them one by one. A single complex value is its own only element. */
export function someElement(value: unknown, attribute: AttributeRef, depth: number, of: FilterNode): boolean {
  if (value === undefined || value === null) return false;
  if (Array.isArray(value)) return value.some((element) => someElement(element, attribute, depth, of));
  const step = attribute.steps[depth];
  if (step !== undefined) return someElement(partOf(value, step), attribute, depth + 1, of);
  return evaluate(of, new ElementSite(value, depth));
}
