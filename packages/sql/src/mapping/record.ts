/** An object of unknown properties. */
export type Properties = Record<string, unknown>;

/** Is it an object with properties, and no list? */
export function isProperties(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of a list that are objects. */
export function elementsOf(value: unknown): readonly Properties[] {
  return Array.isArray(value) ? value.filter(isProperties) : [];
}

/** A property of its own; nothing that a prototype lends. */
export function own(object: Properties, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The value at a path. */
export function valueAt(document: Properties, steps: readonly string[]): unknown {
  let value: unknown = document;
  for (const step of steps) {
    if (!isProperties(value)) return undefined;
    value = own(value, step);
  }
  return value;
}

/** A document with another value at a path. What it shares with the first is not changed. */
export function withValue(document: Properties, steps: readonly string[], value: unknown): Properties {
  const [step, ...deeper] = steps;
  if (step === undefined) return document;
  if (deeper.length === 0) return { ...document, [step]: value };
  const inner = own(document, step);
  return { ...document, [step]: withValue(isProperties(inner) ? inner : {}, deeper, value) };
}

/** A document without the value at a path; objects that are empty without it go, too. What it shares is not changed. */
export function without(document: Properties, steps: readonly string[]): Properties {
  const [step, ...deeper] = steps;
  if (step === undefined || !Object.hasOwn(document, step)) return document;
  const { [step]: value, ...others } = document;
  if (deeper.length === 0 || !isProperties(value)) return others;
  const inner = without(value, deeper);
  return Object.keys(inner).length === 0 ? others : { ...document, [step]: inner };
}

/** JSON that is the same for equal values, whatever the order of their properties. Documents are as deep as core lets them. */
export function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join()}]`;
  if (!isProperties(value)) return JSON.stringify(value) ?? 'null';
  const names = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${stableJson(value[name])}`).join()}}`;
}

/** An object from JSON that a driver may have parsed already. */
export function parseObject(json: unknown): Properties {
  const value: unknown = typeof json === 'string' && json !== '' ? JSON.parse(json) : json;
  return isProperties(value) ? value : {};
}

/** A list from JSON that a driver may have parsed already. */
export function parseList(json: unknown): readonly unknown[] {
  const value: unknown = typeof json === 'string' && json !== '' ? JSON.parse(json) : json;
  return Array.isArray(value) ? value : [];
}
