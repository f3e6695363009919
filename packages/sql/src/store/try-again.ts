import type { SqlDialect } from '../dialects/dialect.ts';

/** When to run a transaction again. */
export interface TryAgain {
  readonly dialect: SqlDialect;
  /** How long to wait for the right to write, in milliseconds. */
  readonly busyTimeout: number;
  /** False when the work is the caller's, whose steps may not be taken twice. */
  readonly repeatable: boolean;
}

/** How often a transaction runs that had begun. */
const tries = 5;

/** The pauses between tries, in milliseconds: a write takes less than one, a busy writer is left in peace. */
const shortestPause = 1;
const longestPause = 80;

/**
 * Runs a transaction, and runs it again when the database says that this may help: as long as `busyTimeout` lasts while
 * it cannot begin, and five times in all once it had begun. Pauses are random, so that two who collide do not meet again.
 * Nothing blocks meanwhile.
 */
export async function tryAgain<T>(
  once: (begun: () => void) => Promise<T>,
  { dialect, busyTimeout, repeatable }: TryAgain,
): Promise<T> {
  const deadline = Date.now() + busyTimeout;
  let failures = 0;
  for (let pause = shortestPause; ; pause = Math.min(pause * 2, longestPause)) {
    let hasBegun = false;
    try {
      return await once(() => {
        hasBegun = true;
      });
    } catch (error) {
      if (!isRetryable(dialect, error)) throw error;
      if (hasBegun) {
        failures += 1;
        if (!repeatable || failures >= tries) throw error;
      } else if (Date.now() >= deadline) throw error;
      await sleep(pause * (0.5 + Math.random() / 2));
    }
  }
}

/** May it help to run the same again? The driver's error is the cause of the port's. */
export function isRetryable(dialect: SqlDialect, error: unknown): boolean {
  return error instanceof Error && dialect.isRetryable(error.cause);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
