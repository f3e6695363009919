import type { ElementPlaces, Fixed, Hidden, Place, PlacesOf, Plural, TypeOf } from './attribute-place.ts';
import type { ResourceTypeDefinition } from './definition.ts';

/** The places that can be asked about: each path that is one leads to itself, so that an index gives their union. */
export type Visible<Places> = {
  readonly [Path in keyof Places & string]: Hidden<Places[Path]> extends true ? never : Path;
};

/**
 * The canonical paths of a resource type's attributes, as filters name them: `id`, `meta.created`, `userName`,
 * `name.givenName`, `emails`, `emails.value`, `urn:…:User:department`, `urn:…:User:manager.value`, and the bare URN of an
 * extension. Attributes that are never returned, such as `password`, are not among them: nothing can ask for them.
 *
 * Of a definition that is not a literal (`ResourceTypeDefinition`) it is `string`.
 *
 * @see RFC 7644 section 3.10
 * @example
 * ```ts
 * import type { AttributePath, User } from '@scimkit/core';
 *
 * export const columns: readonly AttributePath<typeof User>[] = ['userName', 'name.familyName', 'meta.created'];
 * ```
 */
export type AttributePath<T extends ResourceTypeDefinition> = Visible<PlacesOf<T>>[keyof PlacesOf<T> &
  string];

/** Suggested values stay open: an editor proposes them, and any other string is right as well. */
type Text<Definition> = Definition extends {
  readonly canonicalValues: readonly (infer Value extends string)[];
}
  ? Definition extends { readonly closed: true }
    ? Value
    : Value | (string & {})
  : string;

/** The values that data types are compared with. */
interface Comparable {
  readonly reference: string;
  readonly binary: string;
  readonly boolean: boolean;
  readonly integer: number;
  readonly decimal: number;
  readonly dateTime: Date | string;
  readonly unknown: string | number | boolean | Date;
}

/**
 * What a complex attribute that is named alone is compared by: its `value`, when it has several values or is a reference
 * (FLT-17).
 */
type ComparedPart<Definition> = Definition extends {
  readonly subAttributes: infer Parts extends { readonly value: unknown };
}
  ? Definition extends { readonly multiValued: true } | { readonly subAttributes: { readonly $ref: unknown } }
    ? Parts['value'] extends { readonly returned: 'never' }
      ? never
      : Parts['value']
    : never
  : never;

/** The definition whose values are compared; `never` when there are none, as in `name`. */
export type Compared<P> = P extends { readonly of: infer Definition }
  ? Definition extends { readonly type: 'complex' }
    ? ComparedPart<Definition>
    : Definition
  : never;

/** The type of the values of a place. */
export type Value<P, Definition = Compared<P>> = [Definition] extends [never]
  ? never
  : TypeOf<Definition> extends infer Type
    ? Type extends keyof Comparable
      ? Comparable[Type]
      : Text<Definition>
    : never;

/**
 * What the attribute at a path is compared with: a `string` or a union of its closed list, `number`, `boolean`, and for a
 * `dateTime` a `Date` or an RFC 3339 string. `emails` stands for `emails.value`; `never` is what cannot be compared, such
 * as `name`.
 *
 * @example
 * ```ts
 * import type { User, ValueAt } from '@scimkit/core';
 *
 * export const since: ValueAt<typeof User, 'meta.lastModified'> = new Date('2026-01-01T00:00:00Z');
 * ```
 */
export type ValueAt<T extends ResourceTypeDefinition, Path extends AttributePath<T>> = ValueIn<
  PlacesOf<T>,
  Path
>;

/** {@link ValueAt} by place. */
export type ValueIn<Places, Path> = Value<Places[Path & keyof Places]>;

/** Can lists be sorted by it? By one simple value, or the `value` of several complex ones. */
type Sortable<P> =
  Hidden<P> extends true
    ? false
    : P extends { readonly of: { readonly type: 'complex' } }
      ? [Compared<P>] extends [never]
        ? false
        : Plural<P>
      : true;

type Sortables<Places> = {
  readonly [Path in keyof Places & string]: Sortable<Places[Path]> extends true ? Path : never;
};

/**
 * The paths that lists of a resource type can be sorted by: {@link AttributePath} without those that have parts and no
 * `value`, such as `name`.
 *
 * @see RFC 7644 section 3.4.2.3
 */
export type SortPath<T extends ResourceTypeDefinition> = Sortables<PlacesOf<T>>[keyof PlacesOf<T> & string];

type Writable<Places> = {
  readonly [Path in keyof Places & string]: Fixed<Places[Path]> extends true ? never : Path;
};

/** `emails[…]` and `emails[…].value`. The filter between the brackets is text: parsing it would slow the compiler down. */
type ValuePath<Path extends string, Definition, Parts = Writable<ElementPlaces<Definition>>> =
  | `${Path}[${string}]`
  | (Definition extends { readonly type: 'complex' }
      ? `${Path}[${string}].${Parts[keyof Parts] & string}`
      : never);

/** `schemas` follow from what is written; nobody selects one of them. */
type Selection<P> =
  P extends Place<'schemas'>
    ? never
    : P extends Place<infer Path, infer Definition>
      ? ValuePath<Path, Definition>
      : never;

type Patchable<Places> = {
  readonly [Path in keyof Places & string]: Fixed<Places[Path]> extends true
    ? never
    : Path | (Plural<Places[Path]> extends true ? Selection<Places[Path]> : never);
};

/**
 * The paths that a PATCH of a resource type can have: attributes that clients write, `password` among them and `groups` not,
 * and `emails[type eq "work"]` or `emails[type eq "work"].value` with any filter between the brackets.
 *
 * Of a definition that is not a literal (`ResourceTypeDefinition`) it is `string`.
 *
 * @see RFC 7644 section 3.5.2, figure 7
 */
export type PatchPath<T extends ResourceTypeDefinition> = Patchable<PlacesOf<T>>[keyof PlacesOf<T> & string];
