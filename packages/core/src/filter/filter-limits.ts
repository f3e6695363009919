/** How much filter one request may bring. Over a limit the answer is 400 `invalidFilter` (requirement FLT-34). */
export interface FilterLimits {
  /** Length of the filter's text, in UTF-16 code units (what `string.length` counts). */
  readonly maxLength: number;
  /** How deep parentheses and brackets may nest. */
  readonly maxDepth: number;
  /** How many conditions (`attribute operator value`, `attribute pr`) a filter may have. */
  readonly maxTerms: number;
}

/**
 * The limits that apply unless a server says otherwise.
 *
 * - 8,192 code units: percent-encoded, that fills the 16 KiB which Node takes for a request's head by default, so no
 *   filter that arrives by GET is refused here;
 * - 32 levels: people write three or four, and every interpreter's recursion stays shallow, SQL engines' included;
 * - 200 terms: a look-up of as many resources by `id eq "…" or …` as fits into the length.
 */
export const defaultFilterLimits: FilterLimits = Object.freeze({
  maxLength: 8_192,
  maxDepth: 32,
  maxTerms: 200,
});
