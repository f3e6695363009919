import type { Compared, ValueIn, Visible } from '../schema/attribute-path.ts';
import type { ElementPlaces, Hidden, Place, PlacesOf, Plural, TypeOf } from '../schema/attribute-place.ts';
import type { AttributeType, ResourceTypeDefinition } from '../schema/definition.ts';

declare const scope: unique symbol;

/**
 * The text of a filter that a {@link FilterWriter} has written: a string that remembers what it is about, so that a filter
 * on groups is not mistaken for one on users. `Of` is the resource type's name, or `User.emails` for a condition on one
 * element.
 */
export type WrittenFilter<Of extends string = string> = string & { readonly [scope]: Of };

/**
 * The text of a filter on a resource type: any string, or what the writer for that very type has written.
 */
export type FilterText<Of extends string = string> = string & { readonly [scope]?: Of };

/** Types that have an order, of which `text` has operators of its own. RFC 7644 section 3.4.2.2, table 3. */
interface Families {
  readonly text: 'string' | 'reference' | 'unknown';
  readonly ordered: Exclude<AttributeType, 'boolean' | 'binary' | 'complex'> | 'unknown';
}

/** Does it hold the URL of a resource of this server? The URL is read, so only whole ones can be compared. */
type IsAddress<P> =
  P extends Place<'meta.location'>
    ? true
    : P extends Place<
          '$ref' | `${string}.$ref`,
          infer Definition,
          { readonly subAttributes: { readonly value: unknown } }
        >
      ? P extends { readonly within: { readonly referenceSet: true } | { readonly derivedFrom: 'memberOf' } }
        ? true
        : Definition extends { readonly referenceTypes: readonly (infer Target)[] }
          ? [Target] extends ['external' | 'uri']
            ? false
            : true
          : false
      : false;

/** The operators that a place takes, in families. */
export type Takes<P, Definition = Compared<P>> =
  Hidden<P> extends true
    ? never
    : [Definition] extends [never]
      ? never
      :
          | 'equality'
          | (IsAddress<P> extends true
              ? never
              : {
                  [Family in keyof Families]: TypeOf<Definition> extends Families[Family] ? Family : never;
                }[keyof Families]);

/**
 * The paths that take the operators of a family, each leading to itself. The methods below index it by {@link Names}, which
 * gives the union: an alias of the union itself would be what the compiler's messages show in place of the paths.
 */
type Taking<Places, Family> = {
  readonly [Path in keyof Places & string]: Family extends Takes<Places[Path]> ? Path : never;
};

/** The paths that hold several values, in the same way. */
type Lists<Places> = {
  readonly [Path in keyof Places & string]: Plural<Places[Path]> extends true ? Visible<Places>[Path] : never;
};

type Names<Places> = keyof Places & string;

/** What is compared by order: a closed list is no bound for it. */
type Bound<Value> = Value extends string ? string : Value;

/** Writes conditions on the attributes of a resource type, or on the parts of one element. */
export interface ConditionWriter<Of extends string, Places> {
  /**
   * Equal. Letter case counts where the attribute is `caseExact`.
   *
   * @param path - What to compare.
   * @param value - A value of its type; for a `dateTime` a `Date` or an RFC 3339 string.
   * @throws TypeError for a path that is none, and for what is no string, boolean, finite number or valid `Date`. So do all
   *   methods that take a path or a value.
   */
  eq<Path extends Taking<Places, 'equality'>[Names<Places>]>(
    path: Path,
    value: ValueIn<Places, Path>,
  ): WrittenFilter<Of>;
  /** Not equal, or without a value. */
  ne<Path extends Taking<Places, 'equality'>[Names<Places>]>(
    path: Path,
    value: ValueIn<Places, Path>,
  ): WrittenFilter<Of>;
  /** Contains. */
  co(path: Taking<Places, 'text'>[Names<Places>], value: string): WrittenFilter<Of>;
  /** Starts with. */
  sw(path: Taking<Places, 'text'>[Names<Places>], value: string): WrittenFilter<Of>;
  /** Ends with. */
  ew(path: Taking<Places, 'text'>[Names<Places>], value: string): WrittenFilter<Of>;
  /** Greater than; for a `dateTime` after, for a string behind in order. */
  gt<Path extends Taking<Places, 'ordered'>[Names<Places>]>(
    path: Path,
    value: Bound<ValueIn<Places, Path>>,
  ): WrittenFilter<Of>;
  /** Greater than or equal. */
  ge<Path extends Taking<Places, 'ordered'>[Names<Places>]>(
    path: Path,
    value: Bound<ValueIn<Places, Path>>,
  ): WrittenFilter<Of>;
  /** Less than. */
  lt<Path extends Taking<Places, 'ordered'>[Names<Places>]>(
    path: Path,
    value: Bound<ValueIn<Places, Path>>,
  ): WrittenFilter<Of>;
  /** Less than or equal. */
  le<Path extends Taking<Places, 'ordered'>[Names<Places>]>(
    path: Path,
    value: Bound<ValueIn<Places, Path>>,
  ): WrittenFilter<Of>;
  /** Has a value that is not empty. */
  pr(path: Visible<Places>[Names<Places>]): WrittenFilter<Of>;
  /**
   * All of them hold.
   *
   * @throws TypeError without any part: no filter text means "all" or "none". So does `or`.
   */
  and(...parts: readonly WrittenFilter<Of>[]): WrittenFilter<Of>;
  /** At least one of them holds. */
  or(...parts: readonly WrittenFilter<Of>[]): WrittenFilter<Of>;
  /** It does not hold. */
  not(part: WrittenFilter<Of>): WrittenFilter<Of>;
}

/** Writes conditions on a resource, and on single elements of its attributes that hold several values. */
export interface SelectionWriter<Of extends string, Places> extends ConditionWriter<Of, Places> {
  /**
   * One element meets all of the conditions: `emails[type eq "work" and value sw "jo"]`.
   *
   * @param path - An attribute that holds several values.
   * @param of - Writes what the element has to meet. In a list of simple values `value` is the element.
   */
  some<Path extends Lists<Places>[Names<Places>]>(
    path: Path,
    of: (
      element: ConditionWriter<`${Of}.${Path}`, ElementsAt<Places, Path>>,
    ) => WrittenFilter<`${Of}.${Path}`>,
  ): WrittenFilter<Of>;
  /**
   * The path of a PATCH that is about the elements which meet a condition, or about a part of them:
   * `emails[type eq "work"].value`.
   *
   * @param path - An attribute that holds several values.
   * @param of - Writes what the elements have to meet.
   * @param part - The part of them; the whole elements when left out.
   */
  valuePath<
    Path extends Lists<Places>[Names<Places>],
    Part extends '' | (keyof ElementsAt<Places, Path> & string) = '',
  >(
    path: Path,
    of: (
      element: ConditionWriter<`${Of}.${Path}`, ElementsAt<Places, Path>>,
    ) => WrittenFilter<`${Of}.${Path}`>,
    part?: Part,
  ): Part extends '' ? `${Path}[${string}]` : `${Path}[${string}].${Part}`;
}

type ElementsAt<Places, Path extends keyof Places> = Places[Path] extends { readonly of: infer Definition }
  ? ElementPlaces<Definition>
  : never;

/** Writes filters on the resources of a type: `FilterWriter<typeof User>`. Made by `filterFor`. */
export type FilterWriter<T extends ResourceTypeDefinition> = SelectionWriter<T['name'], PlacesOf<T>>;
