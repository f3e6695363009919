import type { Profile } from './profile.ts';
import type { Rewrite } from './rewrite.ts';
import type { ToleranceSwitches } from './tolerance-switches.ts';

/** What a profile is made of; {@link ProfileDefinition} says what each member means. */
export interface ProfileParts {
  readonly name: string;
  readonly base?: Profile | undefined;
  readonly with?: readonly Rewrite[];
  readonly without?: readonly string[];
  readonly switches?: Partial<ToleranceSwitches>;
}

/**
 * Puts a profile together.
 *
 * @throws TypeError when the name is empty, two rewrites have the same name, or `without` names one that is not there.
 */
export function makeProfile({ name, base, with: added = [], without = [], switches }: ProfileParts): Profile {
  if (name === '') throw new TypeError('A profile has a name, by which connections choose it.');
  const rewrites = new Map((base?.rewrites ?? []).map((rewrite) => [rewrite.name, rewrite]));
  for (const left of without) {
    if (rewrites.delete(left)) continue;
    const known = [...rewrites.keys()].join(', ') || 'none';
    throw new TypeError(
      `The profile "${name}" is to do without "${left}", which is not there. There are: ${known}.`,
    );
  }
  const seen = new Set<string>();
  for (const rewrite of added) {
    if (seen.has(rewrite.name))
      throw new TypeError(`The profile "${name}" has two rewrites named "${rewrite.name}".`);
    seen.add(rewrite.name);
    rewrites.set(rewrite.name, rewrite);
  }
  const chosen = { ...base?.switches, ...switches };
  return Object.freeze({
    name,
    rewrites: Object.freeze([...rewrites.values()]),
    ...(Object.keys(chosen).length > 0 && { switches: Object.freeze(chosen) }),
  });
}
