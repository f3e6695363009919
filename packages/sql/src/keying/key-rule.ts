import { type AttributeRef, KEY_VERSION } from '@scimkit/core';
import { keyColumns } from '../store/resource-type.ts';

/** How the keys of an attribute are made. Another rule makes others, or puts them elsewhere. */
export interface KeyRule {
  readonly attribute: number;
  readonly rule: number;
}

const rules = new WeakMap<AttributeRef, KeyRule>();

/**
 * The rule of an attribute as two numbers: the attribute, and a hash of all that decides what its keys look like and
 * where they are kept. An attribute that becomes case exact has other keys than before, just like one that was not
 * indexed.
 */
export function keyRuleOf(attribute: AttributeRef): KeyRule {
  const known = rules.get(attribute);
  if (known !== undefined) return known;
  const { id, type, caseExact, multiValued, indexed, prepare, roles, parent } = attribute;
  const made = {
    attribute: id,
    rule: hash(
      JSON.stringify([
        KEY_VERSION,
        type,
        caseExact,
        multiValued,
        indexed,
        prepare ?? '',
        keyColumns.filter((role) => roles.includes(role)),
        parent === undefined ? [] : [parent.multiValued, parent.indexed],
      ]),
    ),
  };
  rules.set(attribute, made);
  return made;
}

/** A rule as a text, to look it up by. */
export function nameOf({ attribute, rule }: KeyRule): string {
  return `${attribute}.${rule}`;
}

/** FNV-1a, as a signed number of 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value | 0;
}
