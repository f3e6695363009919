import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { FilterLimits } from './filter-limits.ts';

/** How a filter is read. Connections and client profiles make these. */
export interface FilterContext {
  /** Bounds on length, depth and terms; `defaultFilterLimits` when left out. */
  readonly limits?: FilterLimits;
  /**
   * The absolute URL of the service root, such as `https://app.example/scim/v2/acme`. Comparisons with `$ref` and
   * `meta.location` become comparisons of ids for URLs below it, and match nothing for others.
   */
  readonly base?: string;
  /**
   * What a condition on an attribute that the resource type does not have means. `refuse` (the default) is 400
   * `invalidFilter` (FLT-27). `false` is for queries over several types, where such an attribute counts as having no
   * value (LST-09): `pr`, `eq` and all others are false, and only `ne` is true, as it is for any attribute without a
   * value.
   */
  readonly unknownAttribute?: 'refuse' | 'false';
  /**
   * Turns a literal whose JSON type does not fit the attribute into one that does: Entra asks for
   * `primary eq "True"`. Tried only when the type does not fit; what does not fit afterwards either is refused.
   */
  readonly coerce?: (literal: unknown, attribute: AttributeRef) => unknown;
  /** Take values in single quotes and without any, as some clients write them (FLT-33). Off by default. */
  readonly tolerateUnquoted?: boolean;
  /**
   * Told of each attribute that the filter asks about as it is written: also of those that simplification drops, as from
   * `id pr or phoneNumbers pr`, which is true of everybody. What it throws is passed on.
   */
  readonly onNamed?: (attribute: AttributeRef) => void;
  /** Told when a filter was taken that is none without `tolerateUnquoted`. */
  readonly onUnquoted?: () => void;
}
