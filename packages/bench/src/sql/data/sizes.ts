/** How much is in a database before it is measured. */
export interface SqlSizes {
  /** Users of the tenant `small`. */
  readonly small: number;
  /** Users of the tenant `large`. */
  readonly large: number;
  /** Members of its big group: its first users. */
  readonly members: number;
  /** Its groups with {@link membersOfSmallGroup} members each. */
  readonly smallGroups: number;
}

export const membersOfSmallGroup = 10;

export const quickSizes: SqlSizes = { small: 1_000, large: 20_000, members: 2_000, smallGroups: 200 };

/** What the targets speak of. */
export const fullSizes: SqlSizes = { small: 1_000, large: 1_000_000, members: 100_000, smallGroups: 1_000 };

/** Enough for two whole pages; for tests. */
export const tinySizes: SqlSizes = { small: 120, large: 400, members: 60, smallGroups: 4 };
