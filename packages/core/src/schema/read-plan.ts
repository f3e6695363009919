import type { AttributeRef } from './attribute-ref.ts';
import { remember } from './remember.ts';
import type { ResourceModel } from './resource-model.ts';

/** How an attribute of a body is read. Made once for each attribute, so that reading asks no questions twice. */
export interface Field {
  readonly attribute: AttributeRef;
  /** Its place in the canonical order. */
  readonly index: number;
  /** True for what a client cannot write: it is dropped, whatever it is (CHR-03, CHR-04, CHR-31). */
  readonly dropped: boolean;
  /** The `typeof` of a value that fits. */
  readonly jsonType: 'string' | 'number' | 'boolean' | 'object';
  /** True for a reference set, which is no part of the document. */
  readonly referenceSet: boolean;
  /** True for text that stores keep keys of. */
  readonly keyed: boolean;
  /** The spelling of each allowed value by its lower-cased form, where only those of the definition are allowed. */
  readonly spellings: ReadonlyMap<string, string> | undefined;
  readonly parts: Parts | undefined;
}

/** The attributes that one object may have. */
export interface Parts {
  /** Their path, with what goes between it and a name: `name.`, `urn:…:User:`; empty at the top. */
  readonly prefix: string;
  readonly fields: readonly Field[];
  /** By the schema's spelling, and by the name in lower case. */
  readonly byName: ReadonlyMap<string, Field>;
}

function jsonTypeOf({ type }: AttributeRef): Field['jsonType'] {
  if (type === 'boolean') return 'boolean';
  if (type === 'complex') return 'object';
  return type === 'integer' || type === 'decimal' ? 'number' : 'string';
}

function spellingsOf(attribute: AttributeRef): Field['spellings'] {
  if (!attribute.closed || attribute.caseExact || attribute.canonicalValues === undefined) return undefined;
  return new Map(attribute.canonicalValues.map((value) => [value.toLowerCase(), value]));
}

function planField(attribute: AttributeRef, index: number): Field {
  return Object.freeze({
    attribute,
    index,
    dropped: attribute.mutability === 'readOnly',
    jsonType: jsonTypeOf(attribute),
    referenceSet: attribute.memberTypes !== undefined,
    keyed: jsonTypeOf(attribute) === 'string' && (attribute.indexed || attribute.roles.length > 0),
    spellings: spellingsOf(attribute),
    parts:
      attribute.type === 'complex'
        ? planParts(attribute.subAttributes, `${attribute.path}${attribute.extension ? ':' : '.'}`)
        : undefined,
  });
}

function planParts(attributes: readonly AttributeRef[], prefix: string): Parts {
  const fields = attributes.map(planField);
  const byName = new Map(fields.map((field) => [field.attribute.name.toLowerCase(), field]));
  for (const field of fields) byName.set(field.attribute.name, field);
  return Object.freeze({ prefix, fields, byName });
}

/** How a body of the resource type is read. */
export const planOf: (model: ResourceModel) => Parts = remember((model) => planParts(model.attributes, ''));

/** How a value of the attribute is read by itself, as PATCH does. */
export const fieldOf: (attribute: AttributeRef) => Field = remember((attribute) => planField(attribute, 0));
