/** How much is in a server before it is measured. */
export interface Sizes {
  /** Users of the tenant `small`. */
  readonly small: number;
  /** Users of the tenant `large`; all of them are members of its big group. */
  readonly large: number;
  /** Users of the tenant `large` that are in no group yet: the members that are added. */
  readonly spare: number;
  /** Groups of the tenant `large` with {@link membersOfSmallGroup} members each. */
  readonly smallGroups: number;
}

export const membersOfSmallGroup = 10;

/** What the targets speak of: 1,000 and 100,000 users, a group of 100,000. */
export const memorySizes: Sizes = { small: 1_000, large: 100_000, spare: 10_000, smallGroups: 1_000 };

/** Fewer, because filling a file takes longer than filling Maps. */
export const sqliteSizes: Sizes = { small: 1_000, large: 20_000, spare: 10_000, smallGroups: 1_000 };

/** Enough for two whole pages; for tests. */
export const tinySizes: Sizes = { small: 120, large: 250, spare: 60, smallGroups: 4 };
