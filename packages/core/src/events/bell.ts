/** Waits until the bell has rung, and not longer than so many milliseconds. */
export type WaitFor = (milliseconds: number) => Promise<void>;

/** Wakes whoever waits: a relay that has nothing to do. */
export interface Bell {
  readonly ring: () => void;
  /** Rung from now on? Asked for before looking at what one waits for, so that no ring is missed. */
  readonly listen: () => WaitFor;
}

/** Makes a bell that any number may wait for. */
export function createBell(): Bell {
  let rings = 0;
  // Not one promise for all: a race leaves its reactions on a promise that may not be settled for days.
  const waiting = new Set<() => void>();
  return {
    ring: () => {
      rings += 1;
      for (const wake of [...waiting]) wake();
    },
    listen: () => {
      const before = rings;
      return (milliseconds) =>
        rings === before
          ? new Promise((resolve) => {
              const wake = (): void => {
                clearTimeout(timer);
                waiting.delete(wake);
                resolve();
              };
              const timer = setTimeout(wake, milliseconds);
              waiting.add(wake);
            })
          : Promise.resolve();
    },
  };
}
