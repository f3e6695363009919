import type { FilterContext } from '../filter/filter-context.ts';
import type { ReadOptions } from '../schema/read-options.ts';

/** The departures from RFC 7644 that this room takes part in, by the names that profiles give them. */
export type PatchRewrite =
  | 'create-on-no-match'
  | 'remove-with-value-array'
  | 'paths-as-keys'
  | 'patch-id-in-value';

/** How a PATCH is compiled. Connections and client profiles make these; {@link strictPatch} is the letter of the RFC. */
export interface PatchOptions {
  /** How the values are read. */
  readonly read: ReadOptions;
  /** How the value filters in paths are read. */
  readonly filter?: FilterContext;
  /**
   * An add or replace whose value filter selects nothing: `refuse` is 400 `noTarget` (PAT-18); `create` makes an element
   * from the `eq` conditions of the filter and the value, as Microsoft Entra ID expects (RFC 7644 erratum 8097).
   */
  readonly onNoMatch: 'refuse' | 'create';
  /**
   * A replace of a single complex attribute: `merge` keeps the sub-attributes that are not mentioned (RFC 7644 section
   * 3.5.2.3), `whole` drops them (draft-zollner-scim-interop-profile).
   */
  readonly replaceComplex: 'merge' | 'whole';
  /**
   * A remove that has a value besides a path to a multi-valued attribute: `select` removes these elements, `refuse` is
   * 400 `invalidValue`. RFC 7644 gives the value no meaning, so that by the letter such a message empties the group.
   */
  readonly removeWithValue: 'select' | 'refuse';
  /** May the keys of a value without a path be paths (`name.givenName`, `urn:…:User:employeeNumber`)? */
  readonly pathsAsKeys: boolean;
  /** Skip readOnly attributes in a value without a path, where they are 400 `mutability` otherwise (PAT-27). */
  readonly ignoreReadOnlyInValue: boolean;
  /**
   * Keep to the subset of draft-zollner-scim-interop-profile: each operation has a path (else 400 `invalidSyntax`), and a
   * value filter is followed by a sub-attribute (else 400 `invalidPath`). Off when left out.
   */
  readonly interopSubset?: boolean;
  /**
   * How many elements of multi-valued attributes one application may look at or touch; 250,000 when left out. It bounds
   * the work of messages whose operations each visit a long list. More is a 400 `tooMany`.
   */
  readonly maxVisits?: number;
  /** Told the name of each rewrite that was needed. It can be told more than once, since plans are applied again. */
  readonly fired?: (rewrite: PatchRewrite) => void;
}

/** The choices that follow RFC 7644 to the letter; everything but `read`. */
export const strictPatch = Object.freeze({
  onNoMatch: 'refuse',
  replaceComplex: 'merge',
  removeWithValue: 'refuse',
  pathsAsKeys: false,
  ignoreReadOnlyInValue: false,
} as const satisfies Omit<PatchOptions, 'read'>);
