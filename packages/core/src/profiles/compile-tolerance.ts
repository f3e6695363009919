import type { FilterContext } from '../filter/filter-context.ts';
import type { PatchOperation } from '../patch/patch-operation.ts';
import type { PatchOptions } from '../patch/patch-options.ts';
import type { ReadOptions } from '../schema/read-options.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { coerceWith } from './coerce-with.ts';
import type { Profile } from './profile.ts';
import { bodySchemasIncomplete } from './rewrites/body-schemas-incomplete.ts';
import { unknownAttributesIgnored } from './rewrites/unknown-attributes-ignored.ts';
import { unquotedFilter } from './rewrites/unquoted-filter.ts';
import { strictSwitches, type ToleranceSwitches } from './tolerance-switches.ts';

/** Told the name of each rewrite that a request needed. It can be told a name more than once. */
export type Fired = (name: string) => void;

/** A profile, compiled to what the rooms take. Made once for a profile, asked once for a request. */
export interface Tolerance {
  /** How bodies and the values of a PATCH are read; what the store can hold is added by whoever knows the store. */
  readonly read: (fired: Fired) => Omit<ReadOptions, 'maxKeyLength'>;
  /** How a PATCH is taken. */
  readonly patch: (fired: Fired) => PatchTolerance;
  /** How filters are read; limits and the service root are added by whoever knows them. */
  readonly filter: (fired: Fired) => FilterContext;
}

/** How a PATCH is taken. */
export interface PatchTolerance {
  /** Whether the message has to name its schema. */
  readonly requireSchema: boolean;
  /** Rewrites the operations, as they were parsed, before they are compiled. */
  readonly rewrite: (
    operations: readonly PatchOperation[],
    model: ResourceModel,
  ) => readonly PatchOperation[];
  readonly options: Omit<PatchOptions, 'read' | 'filter'>;
}

/**
 * Compiles a profile to the options of the rooms.
 *
 * @param profile - A built-in profile or one of {@link defineProfile}.
 * @returns What the rooms take, given a function that is told which rewrites were needed.
 * @example
 * ```ts
 * import { compileTolerance, profiles } from '@scimkit/core';
 *
 * const tolerance = compileTolerance(profiles.lenient);
 * const needed = new Set<string>();
 * const options = { ...tolerance.read((name) => needed.add(name)), maxKeyLength: 255 };
 * ```
 */
export function compileTolerance(profile: Profile): Tolerance {
  const { rewrites } = profile;
  const switches = switchesOf(profile);
  const coercing = rewrites.filter((rewrite) => rewrite.value !== undefined);
  const dropping = rewrites.filter((rewrite) => rewrite.drop !== undefined);
  const reading = rewrites.filter((rewrite) => rewrite.filterLiteral !== undefined);
  const rewriting = rewrites.filter((rewrite) => rewrite.operations !== undefined);

  return Object.freeze({
    read: (fired: Fired) => ({
      unknownAttributes: switches.unknownAttributes,
      schemas: switches.schemas,
      onSchemasCompleted: () => fired(bodySchemasIncomplete.name),
      onIgnored: () => fired(unknownAttributesIgnored.name),
      ...(coercing.length > 0 && {
        coerce: (value, attribute, level) => coerceWith(coercing, value, attribute, level, fired),
      }),
      ...(dropping.length > 0 && {
        dropValue: (value, attribute) => {
          const rewrite = dropping.find((each) => each.drop?.(value, attribute) === true);
          if (rewrite === undefined) return false;
          fired(rewrite.name);
          return true;
        },
      }),
    }),

    patch: (fired: Fired) => ({
      requireSchema: switches.requirePatchSchema,
      rewrite: (operations, model) =>
        rewriting.reduce((before, rewrite) => {
          const after = rewrite.operations?.(before, model) ?? before;
          if (after !== before) fired(rewrite.name);
          return after;
        }, operations),
      options: {
        onNoMatch: switches.onNoMatch,
        replaceComplex: switches.replaceComplex,
        removeWithValue: switches.removeWithValue,
        pathsAsKeys: switches.pathsAsKeys,
        ignoreReadOnlyInValue: switches.ignoreReadOnlyInValue,
        interopSubset: switches.interopSubset,
        fired,
      },
    }),

    filter: (fired: Fired) => ({
      tolerateUnquoted: switches.tolerateUnquoted,
      onUnquoted: () => fired(unquotedFilter.name),
      ...(reading.length > 0 && {
        coerce: (literal, attribute) => {
          for (const rewrite of reading) {
            const read = rewrite.filterLiteral?.(literal, attribute);
            if (read === undefined) continue;
            fired(rewrite.name);
            return read;
          }
          return literal;
        },
      }),
    }),
  } satisfies Tolerance);
}

/** The letter, then what the rewrites switch in their order, then what the profile itself says. */
function switchesOf(profile: Profile): ToleranceSwitches {
  const switches = { ...strictSwitches };
  for (const rewrite of profile.rewrites) Object.assign(switches, rewrite.switches);
  return Object.assign(switches, profile.switches);
}
