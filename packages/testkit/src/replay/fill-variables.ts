import { isObject } from './is-object.ts';
import type { Json } from './scenario.ts';

/** Values saved by earlier steps, by name. They come from a server, so they may be anything. */
export type Variables = ReadonlyMap<string, unknown>;

const VARIABLE = /\$\{([A-Za-z_]\w*)\}/g;
const ONLY_VARIABLE = /^\$\{([A-Za-z_]\w*)\}$/;

/**
 * Replaces `${name}` in every string of a JSON value. A string that is nothing but `${name}` becomes the
 * saved value with its type; inside a longer string the value is inserted as text. Member names are left
 * alone, and a name that is not among the variables stays as it is.
 *
 * @returns a copy; the value given is not changed
 */
export function fillVariables(value: Json, variables: Variables): unknown {
  if (typeof value === 'string') {
    const name = ONLY_VARIABLE.exec(value)?.[1];
    return name !== undefined && variables.has(name) ? variables.get(name) : fillText(value, variables);
  }
  if (Array.isArray(value)) return value.map((element: Json) => fillVariables(element, variables));
  // Object.fromEntries defines members, so that one called __proto__ stays data.
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, fillVariables(one, variables)]),
    );
  }
  return value;
}

/**
 * Replaces `${name}` in a text.
 *
 * @param encode applied to every inserted value, for texts that have an encoding of their own (URLs)
 */
export function fillText(
  text: string,
  variables: Variables,
  encode: (value: string) => string = String,
): string {
  return text.replace(VARIABLE, (whole, name: string) =>
    variables.has(name) ? encode(asText(variables.get(name))) : whole,
  );
}

/** The names of all variables used anywhere in a value. */
export function variableNames(value: unknown): Set<string> {
  if (typeof value === 'string') return new Set([...value.matchAll(VARIABLE)].map((found) => found[1] ?? ''));
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.values(value).flatMap((one) => [...variableNames(one)]));
}

function isJsonObject(value: Json): value is { readonly [member: string]: Json } {
  return isObject(value);
}

function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
