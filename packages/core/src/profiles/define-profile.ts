import { makeProfile } from './make-profile.ts';
import type { Profile } from './profile.ts';
import { type ProfileName, profiles } from './profiles.ts';
import type { Rewrite } from './rewrite.ts';
import type { ToleranceSwitches } from './tolerance-switches.ts';

/** What {@link defineProfile} makes a profile of. */
export interface ProfileDefinition {
  /** What connections choose it by. Not empty. */
  readonly name: string;
  /** The profile to start from, or the name of a built-in one; `strict`, the letter of the RFCs, when left out. */
  readonly extends?: ProfileName | Profile;
  /** Rewrites to have besides. One with a name that is there takes its place. */
  readonly with?: readonly Rewrite[];
  /** Names of rewrites of the extended profile to do without. */
  readonly without?: readonly string[];
  /** Choices beside those of the rewrites. */
  readonly switches?: Partial<ToleranceSwitches>;
}

/**
 * Defines what is tolerated from a kind of client.
 *
 * @param definition - Name, what to start from, what to add and what to leave out.
 * @returns The profile, frozen.
 * @throws TypeError when the name is empty, two rewrites have the same name, `without` names one that is not there, or
 *   there is no built-in profile of the name that is to be extended.
 * @example
 * ```ts
 * import { defineProfile } from '@scimkit/core';
 *
 * // Like the default, but an empty string is a value and nothing is made up.
 * export const ours = defineProfile({
 *   name: 'ours',
 *   extends: 'lenient',
 *   without: ['empty-string-clears', 'create-on-no-match'],
 * });
 * ```
 */
export function defineProfile({ extends: start = 'strict', ...parts }: ProfileDefinition): Profile {
  const base = typeof start === 'string' ? profiles[start] : start;
  if (base === undefined) {
    const known = Object.keys(profiles).join(', ');
    throw new TypeError(`There is no built-in profile "${String(start)}" to extend; there are ${known}.`);
  }
  return makeProfile({ ...parts, base });
}
