/** How long a look through many resources may keep everybody else waiting, in milliseconds. */
const slice = 8;
/** Reading the clock costs as much as looking at a resource. */
const looksBetween = 64;

/** Tells a long search when to let others have their turn. */
export class Pace {
  #looks = 0;
  #until = performance.now() + slice;

  /** To be asked after each look; true at most once a slice. */
  spent(): boolean {
    this.#looks += 1;
    if (this.#looks % looksBetween !== 0) return false;
    const now = performance.now();
    if (now < this.#until) return false;
    this.#until = Number.POSITIVE_INFINITY;
    return true;
  }

  /** Begins the next slice. */
  resume(): void {
    this.#until = performance.now() + slice;
  }
}

/** Lets everything else that is due run first: timers, sockets, the abort of a client that is gone. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
