import { compileTolerance, type Tolerance } from '../profiles/compile-tolerance.ts';
import type { Profile } from '../profiles/profile.ts';
import { type ProfileName, profiles } from '../profiles/profiles.ts';

/**
 * Compiles the profiles that connections may name.
 *
 * @param byDefault - The profile of connections that name none.
 * @param own - Profiles of the host; one with the name of a built-in profile takes its place.
 * @returns The tolerance of a profile by its name.
 * @throws TypeError when the default profile does not exist.
 */
export function toleranceTable(
  byDefault: ProfileName | Profile,
  own: readonly Profile[],
): (profile: string | undefined) => Tolerance {
  const known = new Map<string, Profile>();
  for (const profile of [...Object.values(profiles), ...own]) known.set(profile.name, profile);
  const chosen = typeof byDefault === 'string' ? known.get(byDefault) : byDefault;
  if (chosen === undefined) {
    throw new TypeError(
      `There is no client profile "${String(byDefault)}"; known are ${[...known.keys()].join(', ')}.`,
    );
  }
  const compiled = new Map<string, Tolerance>();
  const standard = compileTolerance(chosen);
  return (name) => {
    if (name === undefined) return standard;
    const hit = compiled.get(name);
    if (hit !== undefined) return hit;
    const profile = known.get(name);
    // The name comes from the host's own authenticator, not from the client: a wrong one is the host's mistake.
    if (profile === undefined) throw new TypeError(`There is no client profile "${name}".`);
    const tolerance = compileTolerance(profile);
    compiled.set(name, tolerance);
    return tolerance;
  };
}
