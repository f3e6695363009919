import type { Rewrite } from './rewrite.ts';
import type { ToleranceSwitches } from './tolerance-switches.ts';

/** What is tolerated from one kind of client: a named list of rewrites. Made by {@link defineProfile}. */
export interface Profile {
  /** What connections choose it by. */
  readonly name: string;
  /** In the order in which they are tried. */
  readonly rewrites: readonly Rewrite[];
  /** Choices of the profile itself, such as where it is stricter than the RFC. They come after those of its rewrites. */
  readonly switches?: Partial<ToleranceSwitches>;
}
