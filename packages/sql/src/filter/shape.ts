import type { FilterNode, Key } from '@scimkit/core';

type Compare = Extract<FilterNode, { kind: 'compare' }>;

/** A filter taken apart: what decides the SQL text, and what goes into its parameters. */
export interface Shape {
  /** The same for all filters that differ in their literals alone. */
  readonly text: string;
  readonly literals: readonly Key[];
  /** The index of each comparison's literal. */
  readonly index: ReadonlyMap<Compare, number>;
}

/**
 * Takes a filter apart. Identity providers send a handful of shapes with ever new literals, so each shape is compiled
 * to SQL once.
 */
export function shapeOf(filter: FilterNode): Shape {
  const literals: Key[] = [];
  const index = new Map<Compare, number>();
  return { text: describe(filter, literals, index), literals, index };
}

function describe(node: FilterNode, literals: Key[], index: Map<Compare, number>): string {
  switch (node.kind) {
    case 'constant':
      return node.value ? 't' : 'f';
    case 'not':
      return `!(${describe(node.of, literals, index)})`;
    case 'and':
    case 'or': {
      let text = node.kind === 'and' ? '&(' : '|(';
      for (const part of node.of) text += `${describe(part, literals, index)},`;
      return `${text})`;
    }
    case 'some':
      return `${node.attribute.id}[${describe(node.of, literals, index)}]`;
    case 'present':
      return `${node.attribute.id}pr`;
    case 'compare':
      index.set(node, literals.length);
      literals.push(node.key);
      return `${node.attribute.id}${node.op}${variantOf(node.key)}`;
  }
}

/** Literals that take another text. */
function variantOf(key: Key): string {
  if (typeof key === 'boolean') return String(key);
  return isEmpty(key) ? '0' : isEndless(key) ? '+' : '';
}

/** The empty string is contained everywhere, and takes another text. */
export function isEmpty(key: Key): boolean {
  return key === '';
}

/** Nothing comes after all strings that begin with U+10FFFF alone. */
export function isEndless(key: Key): boolean {
  return typeof key === 'string' && key.startsWith('\u{10ffff}') && /^\u{10ffff}+$/u.test(key);
}
