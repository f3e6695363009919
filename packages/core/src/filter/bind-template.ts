import type { AttributeRef } from '../schema/attribute-ref.ts';
import { formats } from '../schema/formats.ts';
import { toKey } from '../schema/keys.ts';
import { typeInWords } from './check-operator.ts';
import { combine, constant, negate, some } from './combine.ts';
import type { FilterContext } from './filter-context.ts';
import type { CompareOp, FilterNode, Key } from './filter-node.ts';
import type { FilterTemplate } from './filter-template.ts';
import { invalidFilter, quoted } from './invalid-filter.ts';
import type { Lifted } from './lift-literals.ts';
import { referenceId } from './reference-id.ts';
import { satisfies } from './satisfies.ts';

/**
 * Puts the literals of one request into a template: types checked, strings folded, dates read, URLs turned into ids.
 *
 * @returns The filter, frozen.
 * @throws ScimError 400 `invalidFilter` when a literal does not fit its attribute.
 */
export function bindTemplate(template: FilterTemplate, lifted: Lifted, context: FilterContext): FilterNode {
  switch (template.kind) {
    case 'done':
      return template.node;
    case 'and':
    case 'or':
      return combine(
        template.kind,
        template.of.map((part) => bindTemplate(part, lifted, context)),
      );
    case 'not':
      return negate(bindTemplate(template.of, lifted, context));
    case 'some':
      return some(template.attribute, bindTemplate(template.of, lifted, context));
    case 'compare': {
      const { attribute, op, slot } = template;
      const key = readKey(attribute, slot, lifted, context);
      if (key === null) return withNull(attribute, op, { kind: 'present', attribute });
      return Object.freeze({ kind: 'compare', attribute, op, key });
    }
    case 'type': {
      const { attribute, op, slot, type } = template;
      const key = readKey(attribute, slot, lifted, context);
      if (key === null) return withNull(attribute, op, constant(true));
      return constant(satisfies(op, toKey(type, attribute) ?? type, key));
    }
    case 'absent':
      return constant((lifted.literals[template.slot] === null) === (template.op === 'eq'));
    case 'address':
      return bindAddress(template, lifted, context);
  }
}

/** A URL that is not one of this server's resources equals none of their URLs, and differs from all. */
function bindAddress(
  { named, id, op, slot, endpoint }: Extract<FilterTemplate, { kind: 'address' }>,
  lifted: Lifted,
  context: FilterContext,
): FilterNode {
  const reference = readKey(named, slot, lifted, context);
  if (reference === null) {
    // Without an endpoint it is the `$ref` of an attribute; with one, `meta.location`, which is always there.
    return withNull(named, op, endpoint === undefined ? { kind: 'present', attribute: id } : constant(true));
  }
  const found = referenceId(String(reference), context.base, endpoint);
  const key = found !== undefined && formats.keyText(found) ? toKey(found, id) : undefined;
  if (key === undefined) return constant(op === 'ne');
  return Object.freeze({ kind: 'compare', attribute: id, op, key });
}

/** `null` asks whether there is a value at all (FLT-29). */
function withNull(attribute: AttributeRef, op: CompareOp, present: FilterNode): FilterNode {
  if (op === 'ne') return Object.freeze(present);
  if (op === 'eq') return negate(Object.freeze(present));
  throw invalidFilter(
    `${quoted(attribute.path)} cannot be compared with null by "${op}"; null goes with eq and ne.`,
  );
}

/** The literal in the form in which the attribute's values are compared; `null` for `null`. */
function readKey(
  attribute: AttributeRef,
  slot: number,
  lifted: Lifted,
  { coerce }: FilterContext,
): Key | null {
  // The slot was counted up when the literal was lifted, so there is one.
  const literal = lifted.literals[slot] ?? null;
  const expected = jsonTypeOf(attribute);
  let value: unknown = literal;
  // Written without quotation marks, `12345` may well be a string (FLT-33).
  if (typeof value !== expected && expected === 'string') value = lifted.bare[slot] ?? value;
  if (value === null) return null;
  if (typeof value !== expected && coerce !== undefined) value = coerce(value, attribute);
  const key = typeof value === expected ? toKey(value, attribute) : undefined;
  if (key !== undefined) return key;
  throw unfit(attribute, typeof literal, typeof value === expected);
}

function jsonTypeOf({ type }: AttributeRef): 'boolean' | 'number' | 'string' {
  if (type === 'boolean') return 'boolean';
  return type === 'integer' || type === 'decimal' ? 'number' : 'string';
}

function unfit(attribute: AttributeRef, literal: string, fits: boolean): Error {
  const subject = `${quoted(attribute.path)} is ${typeInWords(attribute)}`;
  if (fits && attribute.type === 'dateTime') {
    return invalidFilter(`${subject}; compare it with a date and a time such as "2011-05-13T04:42:34Z".`);
  }
  const wanted = {
    boolean: 'true or false',
    number: 'a number',
    string: 'a string in double quotation marks',
  }[jsonTypeOf(attribute)];
  return invalidFilter(`${subject}; compare it with ${wanted}, not with a ${literal}.`);
}
