/** Wakes whoever waits: a relay that has nothing to do. */
export interface Bell {
  readonly ring: () => void;
  /** Rung from now on? Asked for before looking at what one waits for, so that no ring is missed. */
  readonly next: () => Promise<void>;
}

/** Makes a bell that any number may wait for. */
export function createBell(): Bell {
  let { promise, resolve } = Promise.withResolvers<void>();
  return {
    ring: () => {
      resolve();
      ({ promise, resolve } = Promise.withResolvers<void>());
    },
    next: () => promise,
  };
}

/** Waits for the bell, and not longer than so many milliseconds. */
export async function waitFor(rung: Promise<void>, milliseconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([rung, late]);
  clearTimeout(timer);
}
