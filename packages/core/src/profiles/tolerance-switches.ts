import type { PatchOptions } from '../patch/patch-options.ts';
import type { ReadOptions } from '../schema/read-options.ts';

/** The choices of other rooms that a profile makes. */
export interface ToleranceSwitches {
  /** Attributes that no schema defines, in bodies and values (REP-20). */
  readonly unknownAttributes: ReadOptions['unknownAttributes'];
  /** Whether the `schemas` of a body have to be right (REP-02 to REP-04). */
  readonly schemas: ReadOptions['schemas'];
  /** Whether a PATCH has to name its message schema (PAT-02); another one is refused whatever this says. */
  readonly requirePatchSchema: boolean;
  /** An add or replace whose value filter selects nothing (PAT-18, RFC 7644 erratum 8097). */
  readonly onNoMatch: PatchOptions['onNoMatch'];
  /** Whether a replace of a complex attribute keeps what it does not mention. */
  readonly replaceComplex: PatchOptions['replaceComplex'];
  /** A remove that has a value next to its path. */
  readonly removeWithValue: PatchOptions['removeWithValue'];
  /** Whether the keys of a value without a path may be paths. */
  readonly pathsAsKeys: boolean;
  /** Whether readOnly attributes in a value without a path are skipped instead of refused (PAT-27). */
  readonly ignoreReadOnlyInValue: boolean;
  /** Whether PATCH is held to the subset of the interoperability profile. */
  readonly interopSubset: boolean;
  /** Whether filters may have values in single quotes and without any (FLT-33). */
  readonly tolerateUnquoted: boolean;
}

/** The letter of the RFCs; where they leave a choice, the one that refuses. Rewrites and profiles depart from it. */
export const strictSwitches: ToleranceSwitches = Object.freeze({
  unknownAttributes: 'refuse',
  schemas: 'check',
  requirePatchSchema: true,
  onNoMatch: 'refuse',
  replaceComplex: 'merge',
  removeWithValue: 'refuse',
  pathsAsKeys: false,
  ignoreReadOnlyInValue: false,
  interopSubset: false,
  tolerateUnquoted: false,
});
