import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { FilterNode, Key } from './filter-node.ts';
import { printInstant } from './print-instant.ts';

/**
 * Writes a filter out in the grammar of RFC 7644, for logs and explanations. Compiling the text gives the same tree again.
 * Literals are in the form they are compared in (folded), and a `constant` is written `true` or `false`, which the
 * grammar does not have. Filters hold personal data: think before logging them (SEC-05).
 *
 * @param node - A filter, as `compileFilter` or `compileValueFilter` makes it.
 * @param attribute - For a value filter, the attribute that it selects elements of.
 * @returns The text, on one line.
 * @example
 * ```ts
 * import { compileFilter, compileResourceType, printFilter, User } from '@scimkit/core';
 *
 * const users = compileResourceType(User);
 * printFilter(compileFilter(users, 'userName EQ "Jo@Example.com"')); // userName eq "jo@example.com"
 * ```
 */
export function printFilter(node: FilterNode, attribute?: AttributeRef): string {
  switch (node.kind) {
    case 'constant':
      return String(node.value);
    case 'not':
      return `not (${printFilter(node.of, attribute)})`;
    case 'or':
      return node.of.map((part) => printFilter(part, attribute)).join(' or ');
    case 'and':
      return node.of
        .map((part) =>
          part.kind === 'or' ? `(${printFilter(part, attribute)})` : printFilter(part, attribute),
        )
        .join(' and ');
    case 'some':
      return `${printName(node.attribute, attribute)}[${printFilter(node.of, node.attribute)}]`;
    case 'present':
      return `${printName(node.attribute, attribute)} pr`;
    case 'compare':
      return `${printName(node.attribute, attribute)} ${node.op} ${printKey(node.attribute, node.key)}`;
  }
}

/** Between brackets, names begin below the attribute; the element of a simple one is its `value`. */
function printName(attribute: AttributeRef, within: AttributeRef | undefined): string {
  if (within === undefined) return attribute.path;
  if (attribute === within) return 'value';
  return attribute.steps.slice(within.steps.length).join('.');
}

function printKey(attribute: AttributeRef, key: Key): string {
  const instant = attribute.type === 'dateTime' && typeof key === 'number';
  return JSON.stringify(instant ? printInstant(key) : key);
}
