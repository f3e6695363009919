import { badRequest } from '../errors/bad-request.ts';
import type { ScimError } from '../errors/scim-error.ts';
import { checkKeyLength } from './check-key-length.ts';
import { isRecord } from './is-record.ts';
import type { ReadOptions } from './read-options.ts';
import type { Field, Parts } from './read-plan.ts';

/** What reading goes by, and what it leaves behind. */
export interface Reading {
  readonly options: ReadOptions;
  /** How many ignored attributes have been told of. */
  told?: number;
  /** Paths that were given `null`, an empty list or an empty object. */
  cleared?: Set<string>;
  /** The value of the reference set as it came, when the body names it. */
  members?: { readonly field: Field; readonly value: unknown };
}

/** Stands for an attribute that the object names without giving it a value. */
const UNASSIGNED = Symbol('unassigned');

/** A body can hold a million unknown names; the first of them say enough. */
const MAX_TOLD = 100;

/** Names come from clients and go into sentences and logs: enough of them to be recognised. */
const shorten = (name: string): string => (name.length > 100 ? `${name.slice(0, 100)}…` : name);

/**
 * Reads the attributes of one object: names in any letter case come out as the schema spells them, in its order. What a
 * client cannot write is dropped. Values of the wrong JSON type stay as they are, for the validator to refuse.
 *
 * @returns The object, or `undefined` when none of its attributes has a value (REP-15).
 * @throws ScimError 400 `invalidSyntax` for a name that is there twice, or unknown where that is refused.
 */
export function readParts(
  parts: Parts,
  source: Readonly<Record<string, unknown>>,
  reading: Reading,
): Record<string, unknown> | undefined {
  const values: unknown[] = new Array(parts.fields.length);
  let strangers: Set<string> | undefined;
  // Own keys only. `__proto__` in JSON is one of them, and no attribute has such a name.
  for (const name of Object.keys(source)) {
    const field = parts.byName.get(name) ?? parts.byName.get(name.toLowerCase());
    if (field === undefined) {
      strangers = readStranger(parts, name, strangers ?? new Set(), reading);
      continue;
    }
    if (values[field.index] !== undefined) throw twice(parts, name);
    const value = readField(field, source[name], reading);
    values[field.index] = value === undefined ? UNASSIGNED : value;
  }
  return assemble(parts, values, reading);
}

function readField(field: Field, value: unknown, reading: Reading): unknown {
  if (field.dropped) return undefined;
  if (!field.referenceSet) return readWhole(field, value, reading);
  reading.members = { field, value };
  return undefined;
}

function assemble(
  parts: Parts,
  values: readonly unknown[],
  reading: Reading,
): Record<string, unknown> | undefined {
  const record: Record<string, unknown> = {};
  let empty = true;
  for (const field of parts.fields) {
    const value = values[field.index];
    if (value === undefined) continue;
    if (value === UNASSIGNED) {
      if (!field.dropped) {
        reading.cleared ??= new Set();
        reading.cleared.add(field.attribute.path);
      }
      continue;
    }
    // Names come from the definition, which allows none that objects inherit.
    record[field.attribute.name] = value;
    empty = false;
  }
  return empty ? undefined : record;
}

/** An attribute that no schema defines: ignored and told, or refused (REP-20, REP-21). */
function readStranger(parts: Parts, name: string, seen: Set<string>, reading: Reading): Set<string> {
  const { options, told = 0 } = reading;
  const folded = name.toLowerCase();
  if (seen.has(folded)) throw twice(parts, name);
  const path = `${parts.prefix}${shorten(name)}`;
  if (options.unknownAttributes === 'refuse') {
    throw badRequest('invalidSyntax', `${path}: the resource type has no such attribute.`);
  }
  if (told < MAX_TOLD) options.onIgnored?.(path);
  reading.told = told + 1;
  return seen.add(folded);
}

/** REP-10: whichever of the two were taken, it would be wrong half of the time. */
function twice(parts: Parts, name: string): ScimError {
  const path = `${parts.prefix}${shorten(name)}`;
  return badRequest('invalidSyntax', `${path}: the name is there twice; letter case makes no difference.`);
}

/** Reads the value of an attribute; `undefined` when it comes to none. */
export function readWhole(field: Field, value: unknown, reading: Reading): unknown {
  if (!field.attribute.multiValued) return readOne(field, value, 'whole', reading);
  if (isNothing(field, value, reading)) return undefined;
  const list = Array.isArray(value) ? value : coerce(field, value, 'whole', reading);
  return Array.isArray(list) ? readList(field, list, reading) : (list ?? undefined);
}

function readList(field: Field, list: readonly unknown[], reading: Reading): unknown[] | undefined {
  const elements: unknown[] = [];
  for (const each of list) {
    const element = readOne(field, each, 'element', reading);
    if (element !== undefined) elements.push(element);
  }
  return elements.length === 0 ? undefined : elements;
}

/** Reads one value: of a singular attribute, or one element of a multi-valued one. */
export function readOne(field: Field, given: unknown, level: 'whole' | 'element', reading: Reading): unknown {
  if (isNothing(field, given, reading)) return undefined;
  const value = fits(field, given) ? given : (coerce(field, given, level, reading) ?? undefined);
  if (field.parts !== undefined) return isRecord(value) ? readParts(field.parts, value, reading) : value;
  return typeof value === 'string' ? readText(field, value, reading) : value;
}

function readText(field: Field, text: string, { options }: Reading): string {
  if (field.keyed) checkKeyLength(field.attribute, text, options.maxKeyLength);
  return field.spellings?.get(text.toLowerCase()) ?? text;
}

function fits(field: Field, value: unknown): boolean {
  return field.jsonType === 'object' ? isRecord(value) : typeof value === field.jsonType;
}

function coerce(field: Field, value: unknown, level: 'whole' | 'element', { options }: Reading): unknown {
  const coerced = options.coerce?.(value, field.attribute, level);
  return coerced === undefined ? value : coerced;
}

/** Absent, `null` and the empty list are one state, for singular attributes as well (REP-12). */
function isNothing(field: Field, value: unknown, { options }: Reading): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'object') return Array.isArray(value) && value.length === 0;
  return options.dropValue?.(value, field.attribute) === true;
}
