import type { ResourceTypeDefinition, SchemaDefinition } from './definition.ts';

/** `read`: what a client gets. `write`: what a client may send. */
type Side = 'read' | 'write';

/** Writes a computed type out, so that editors show its properties. */
type Flat<T> = { [Name in keyof T]: T[Name] };

/** Suggested values stay open: an editor proposes them, and any other string is right as well. */
type Text<A> = A extends { readonly canonicalValues: readonly (infer Value extends string)[] }
  ? A extends { readonly closed: true }
    ? Value
    : Value | (string & {})
  : string;

/** One value of an attribute: an element, when it is multi-valued. */
type One<A, S extends Side> = A extends { readonly type: infer Type }
  ? Type extends 'complex'
    ? A extends { readonly subAttributes: infer Parts }
      ? Shape<Parts, S>
      : Record<string, unknown>
    : Type extends 'boolean'
      ? boolean
      : Type extends 'integer' | 'decimal'
        ? number
        : Text<A>
  : Text<A>;

type Value<A, S extends Side> = A extends { readonly multiValued: true } ? One<A, S>[] : One<A, S>;

type Demanded<A> = A extends { readonly required: true } ? 'required' : 'optional';

/** How an attribute takes part: always there, perhaps there, or not at all. */
type Part<A, S extends Side> = S extends 'read'
  ? A extends { readonly returned: 'never' } | { readonly mutability: 'writeOnly' }
    ? 'none'
    : A extends { readonly returned: 'request' }
      ? 'optional'
      : Demanded<A>
  : A extends { readonly mutability: 'readOnly' }
    ? 'none'
    : Demanded<A>;

type Names<Attributes, S extends Side, Kind> = {
  [Name in keyof Attributes]: Part<Attributes[Name], S> extends Kind ? Name : never;
}[keyof Attributes];

/** The attributes of a schema, or the parts of a complex attribute, as properties. */
type Shape<Attributes, S extends Side> = Flat<
  { [Name in Names<Attributes, S, 'required'>]: Value<Attributes[Name], S> } & {
    [Name in Names<Attributes, S, 'optional'>]?: Value<Attributes[Name], S>;
  }
>;

/** The common attributes keep their meaning where a schema lists them (COM-15). */
type Own<Attributes, S extends Side> = Shape<Omit<Attributes, keyof Read>, S>;

type UrnOf<Use> = Use extends { readonly schema: { readonly id: infer Urn extends string } } ? Urn : never;

type PartsOf<Use, S extends Side> = Use extends { readonly schema: { readonly attributes: infer Attributes } }
  ? Shape<Attributes, S>
  : never;

/** The extensions of a resource type, each under its URN. */
type Extensions<T, S extends Side> = T extends { readonly extensions: readonly (infer Use)[] }
  ? { [U in Use as U extends { readonly required: true } ? UrnOf<U> : never]: PartsOf<U, S> } & {
      [U in Use as U extends { readonly required: true } ? never : UrnOf<U>]?: PartsOf<U, S>;
    }
  : unknown;

/** What the service provider records about a resource. RFC 7643 section 3.1. */
export interface Meta {
  /** The name of the resource type. */
  resourceType: string;
  /** When the resource was made, as an RFC 3339 date and time. */
  created: string;
  /** When it was last changed. */
  lastModified: string;
  /** Its URI. */
  location: string;
  /** Its version, the same as its entity tag. */
  version?: string;
}

interface Read {
  schemas: string[];
  id: string;
  externalId?: string;
  meta: Meta;
}

interface Write {
  schemas: string[];
  externalId?: string;
}

/**
 * The type of a resource as a client gets it and an application reads it: without what is never returned. From a schema
 * alone, the attributes that it defines. Suggested values are open unions, extensions are keyed by their URN.
 *
 * @example
 * ```ts
 * import type { Infer, User } from '@scimkit/core';
 *
 * export function workEmail(user: Infer<typeof User>): string | undefined {
 *   return user.emails?.find((email) => email.type === 'work')?.value;
 * }
 * ```
 */
export type Infer<T extends ResourceTypeDefinition | SchemaDefinition> = T extends ResourceTypeDefinition
  ? Flat<Read & Own<T['schema']['attributes'], 'read'> & Extensions<T, 'read'>>
  : T extends SchemaDefinition
    ? Shape<T['attributes'], 'read'>
    : never;

/**
 * The type of a resource as it may be written: without what is readOnly. From a schema alone, the attributes that it
 * defines.
 *
 * @example
 * ```ts
 * import { type InferInput, User } from '@scimkit/core';
 *
 * export const jo: InferInput<typeof User> = {
 *   schemas: [User.schema.id],
 *   userName: 'jo@example.com',
 *   emails: [{ value: 'jo@example.com', type: 'work', primary: true }],
 * };
 * ```
 */
export type InferInput<T extends ResourceTypeDefinition | SchemaDefinition> = T extends ResourceTypeDefinition
  ? Flat<Write & Own<T['schema']['attributes'], 'write'> & Extensions<T, 'write'>>
  : T extends SchemaDefinition
    ? Shape<T['attributes'], 'write'>
    : never;
