import type { commonAttributes } from './common-attributes.ts';
import type { AttributeType, ResourceTypeDefinition } from './definition.ts';

/** An attribute where it stands: its path, its definition as a literal, and the definition that it is a part of. */
export interface Place<Path extends string = string, Definition = unknown, Within = unknown> {
  readonly path: Path;
  readonly of: Definition;
  readonly within: Within;
}

/** Places by path. Made once for a definition; what is asked of a path afterwards is a look-up, not a search. */
type ByPath<P extends Place> = { readonly [Each in P as Each['path']]: Each };

/** The parts of a complex attribute, each under `Prefix`. */
type PartPlaces<Parts, Prefix extends string, Within> = {
  [Name in keyof Parts & string]: Place<`${Prefix}${Name}`, Parts[Name], Within>;
}[keyof Parts & string];

/** Attributes and their parts. Definitions nest no deeper (RFC 7643 section 2.3.8), so nothing here recurses. */
type Places<Attributes, Prefix extends string> = {
  [Name in keyof Attributes & string]:
    | Place<`${Prefix}${Name}`, Attributes[Name]>
    | (Attributes[Name] extends { readonly subAttributes: infer Parts }
        ? PartPlaces<Parts, `${Prefix}${Name}.`, Attributes[Name]>
        : never);
}[keyof Attributes & string];

/** An extension is addressed by its URN like a complex attribute. */
type ExtensionPlaces<T> = T extends { readonly extensions: readonly (infer Use)[] }
  ? Use extends {
      readonly schema: { readonly id: infer Urn extends string; readonly attributes: infer Attributes };
    }
    ? Place<Urn, { readonly type: 'complex' }> | Places<Attributes, `${Urn}:`>
    : never
  : never;

/** The common attributes keep their meaning where a schema lists them (COM-15). */
type Own<Attributes> = Omit<Attributes, keyof typeof commonAttributes>;

/** Every attribute of a resource type by its canonical path. */
export type PlacesOf<T extends ResourceTypeDefinition> = ByPath<
  Places<typeof commonAttributes, ''> | Places<Own<T['schema']['attributes']>, ''> | ExtensionPlaces<T>
>;

/** What can be named between the brackets of `attribute[…]`: the parts, or the element itself as `value` (FLT-37). */
export type ElementPlaces<Definition> = Definition extends { readonly subAttributes: infer Parts }
  ? ByPath<PartPlaces<Parts, '', Definition>>
  : { readonly value: Place<'value', Definition> };

/** The data type that a definition names; `unknown` where the definition is no literal. */
export type TypeOf<Definition> = 'type' extends keyof Definition
  ? Definition extends { readonly type: infer Type extends AttributeType }
    ? AttributeType extends Type
      ? 'unknown'
      : Type
    : 'unknown'
  : 'string';

/** Is it never returned? Whoever may ask about such a value can find it out (FLT-30). */
export type Hidden<P> = P extends
  | { readonly of: { readonly returned: 'never' } }
  | { readonly within: { readonly returned: 'never' } }
  ? true
  : false;

/** Is it written by the server alone? */
export type Fixed<P> = P extends
  | { readonly of: { readonly mutability: 'readOnly' } }
  | { readonly within: { readonly mutability: 'readOnly' } }
  ? true
  : false;

/** Does it hold several values? */
export type Plural<P> = P extends { readonly of: { readonly multiValued: true } } ? true : false;
