/**
 * Gives every expected element an actual element of its own, if that is possible at all. Taking the first one
 * that fits would be wrong: `[{}, {a: 1}]` fits `[{a: 1}, {b: 2}]` only when `{}` leaves the first to the
 * other. So pairs already made are moved along augmenting paths (Kuhn's algorithm for bipartite matching).
 *
 * @param expected number of expected elements
 * @param actual number of actual elements
 * @param fits whether an expected element (first argument) accepts an actual one; asked once for each pair
 * @returns for every expected element the index of its partner, or -1
 */
export function pairElements(
  expected: number,
  actual: number,
  fits: (expected: number, actual: number) => boolean,
): number[] {
  const candidates = Array.from({ length: expected }, (_, one) =>
    Array.from({ length: actual }, (_, other) => other).filter((other) => fits(one, other)),
  );
  const holder = new Map<number, number>();

  const place = (one: number, tried: Set<number>): boolean => {
    for (const other of candidates[one] ?? []) {
      if (tried.has(other)) continue;
      tried.add(other);
      const current = holder.get(other);
      if (current !== undefined && !place(current, tried)) continue;
      holder.set(other, one);
      return true;
    }
    return false;
  };

  for (let one = 0; one < expected; one++) place(one, new Set());
  const partners = new Array<number>(expected).fill(-1);
  for (const [other, one] of holder) partners[one] = other;
  return partners;
}
