import { StoreError } from '@scimkit/core';

/**
 * Lets one transaction at a time through, in the order of arrival. A call that is not a transaction does its work in
 * one go, so it has to wait for transactions only and nobody has to wait for it.
 */
export class Turnstile {
  readonly #patience: number;
  readonly #waiting = new Set<() => void>();
  #held = false;

  /** @param patience - How many milliseconds to wait before giving up. */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Does synchronous work at once, or after the transactions that came before. */
  run<T>(work: () => T, signal?: AbortSignal): T | Promise<T> {
    return this.#held ? this.#runInTurn(work, signal) : work();
  }

  /** Keeps everybody else out until the work is done. */
  async hold<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#held) await this.#turn(signal);
    this.#held = true;
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  async #runInTurn<T>(work: () => T, signal: AbortSignal | undefined): Promise<T> {
    await this.#turn(signal);
    try {
      return work();
    } finally {
      this.#pass();
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(enter);
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      const enter = (): void => {
        leave();
        resolve();
      };
      const abort = (): void => {
        leave();
        reject(signal?.reason);
      };
      const giveUp = (): void => {
        leave();
        reject(
          new StoreError(
            'busy',
            `A transaction of this tenant has not ended for ${this.#patience} ms. ${hint}`,
          ),
        );
      };
      const timer = setTimeout(giveUp, this.#patience);
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.add(enter);
    });
  }

  /** Hands the turn on; it stays taken, so that nobody slips in before the next one wakes. */
  #pass(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#held = false;
    else next();
  }
}

const hint =
  'Inside a transaction, use the store that its function is given: the outer one waits for the end.';
