import type { InferInput, ResourceTypeDefinition } from '@scimkit/core';

/** A shape without attributes. (`unknown` would swallow the union it stands in.) */
type Nothing = Record<never, never>;

type Text<Name> = Extract<Name, string>;

/** Suggested values are open, and a column must be able to hold any of them. */
type Widened<Value> = Value extends boolean ? boolean : Value extends number ? number : string;

/** The path of an attribute; those of an extension have its URN before them. */
type Below<Prefix extends string, Name extends string> = Prefix extends '' ? Name : `${Prefix}:${Name}`;

/** The single values of a shape: path to type. */
type Singles<Shape, Prefix extends string> = {
  [Name in Text<keyof Shape> as NonNullable<Shape[Name]> extends object
    ? never
    : Below<Prefix, Name>]: Widened<NonNullable<Shape[Name]>>;
};

type PartsOf<Shape, Prefix extends string, Name extends Text<keyof Shape>> = {
  [Part in Text<keyof NonNullable<Shape[Name]>> as NonNullable<NonNullable<Shape[Name]>[Part]> extends object
    ? never
    : `${Below<Prefix, Name>}.${Part}`]: Widened<NonNullable<NonNullable<Shape[Name]>[Part]>>;
};

type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** The parts of single complex attributes. */
type Nested<Shape, Prefix extends string> = Intersection<
  {
    [Name in Text<keyof Shape>]-?: NonNullable<Shape[Name]> extends readonly unknown[]
      ? Nothing
      : Name extends `urn:${string}`
        ? Nothing
        : NonNullable<Shape[Name]> extends object
          ? PartsOf<Shape, Prefix, Name>
          : Nothing;
  }[Text<keyof Shape>]
>;

type InExtensions<Shape> = Intersection<
  {
    [Urn in Text<keyof Shape>]-?: Urn extends `urn:${string}`
      ? Singles<NonNullable<Shape[Urn]>, Urn> & Nested<NonNullable<Shape[Urn]>, Urn>
      : Nothing;
  }[Text<keyof Shape>]
>;

type Whole<Type extends ResourceTypeDefinition> = Omit<InferInput<Type>, 'schemas'>;

/** Every attribute with one value, by its path: `userName`, `name.givenName`, `urn:…:User:department`. */
export type SinglePaths<Type extends ResourceTypeDefinition> = Singles<Whole<Type>, ''> &
  Nested<Whole<Type>, ''> &
  InExtensions<Whole<Type>>;

/** The names of attributes that are lists of complex values: `emails`, `phoneNumbers`. Reference sets are tables. */
export type ListPaths<Type extends ResourceTypeDefinition> = {
  [Name in Text<keyof Whole<Type>>]-?: NonNullable<Whole<Type>[Name]> extends readonly (infer Element)[]
    ? Element extends { value?: string }
      ? Name
      : never
    : never;
}[Text<keyof Whole<Type>>];
