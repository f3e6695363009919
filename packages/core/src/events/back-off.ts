/** How retries are spread in time. */
export interface BackOff {
  /** Milliseconds before the second attempt; each further pause is twice as long. */
  readonly first: number;
  /** The longest pause, in milliseconds. */
  readonly longest: number;
}

/** A receiver that asks for more than a day asks for too much. */
const longestAsked = 86_400_000;

/**
 * How long to wait after a failed attempt: exponential, with the upper half at random, so that events which failed
 * together do not come back together.
 *
 * @param attempt - Which attempt has failed; 1 for the first.
 * @param asked - What the receiver asked for, in milliseconds; kept to, within a day.
 * @param random - From 0 to below 1.
 * @returns Milliseconds.
 */
export function pauseAfter(
  attempt: number,
  { first, longest }: BackOff,
  asked: number,
  random: number,
): number {
  // Beyond 2^40 the power is longer than any limit, and later no number any more.
  const pause = Math.min(longest, first * 2 ** Math.min(attempt - 1, 40)) * (0.5 + random / 2);
  return Math.round(Math.max(pause, Math.min(Math.max(asked, 0) || 0, longestAsked)));
}
