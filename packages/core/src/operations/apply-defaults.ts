import type { ReadResult } from '../schema/read-document.ts';
import { schemasOf } from '../schema/read-schemas.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { storedAttributes } from '../schema/stored-attributes.ts';
import type { CompiledDefaults } from './compile-defaults.ts';

/**
 * Gives a new resource the values that the client said nothing about. What the client sent as `null` or `[]` stays without
 * one (CHR-29).
 *
 * @see RFC 7644 section 3.3
 */
export function applyDefaults(
  model: ResourceModel,
  read: ReadResult,
  defaults: CompiledDefaults,
): ReadResult['document'] {
  const missing = (defaults.get(model) ?? []).filter(({ attribute }) => {
    const { parent, path } = attribute;
    if (read.assigned.has(path) || (parent !== undefined && read.assigned.has(parent.path))) return false;
    return stepsTo(read.document, attribute.steps) === undefined;
  });
  if (missing.length === 0) return read.document;
  const values: Record<string, unknown> = { ...read.document };
  for (const { attribute, value } of missing) {
    const [first = '', second] = attribute.steps;
    if (second === undefined) values[first] = value;
    // An extension is an object of attributes; the document is canonical.
    else values[first] = { ...(values[first] as object | undefined), [second]: value };
  }
  // In the order of the definition, as everything that is stored.
  const document: Record<string, unknown> = { schemas: schemasOf(model, values) };
  for (const { name } of storedAttributes(model)) {
    if (name !== 'schemas' && values[name] !== undefined) document[name] = values[name];
  }
  return document;
}

function stepsTo(document: ReadResult['document'], steps: readonly string[]): unknown {
  const [first = '', second] = steps;
  const whole = document[first];
  if (second === undefined) return whole;
  // As above: what stands under the URN of an extension is an object.
  return (whole as Readonly<Record<string, unknown>> | undefined)?.[second];
}
