/** How the sending of a body came to its end. */
export type BodyEnd =
  | { readonly kind: 'sent' }
  /** Whoever reads it did not want the rest. */
  | { readonly kind: 'left' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** How long pieces may follow one another without anybody else having a turn, in milliseconds. */
const slice = 5;

/**
 * A body that is made while it is sent. It tells once how that ended, also when nobody ever begins to read it but lets it
 * go, and it asks for no more pieces than are taken.
 */
export class StreamedBody implements AsyncIterableIterator<string> {
  readonly #pieces: AsyncIterator<string>;
  readonly #tell: (end: BodyEnd) => unknown;
  #ended = false;
  #since = performance.now();

  /**
   * @param pieces - What is sent.
   * @param tell - Told how it ended; what it makes of a failure is thrown in its place.
   */
  constructor(pieces: AsyncIterable<string>, tell: (end: BodyEnd) => unknown) {
    this.#pieces = pieces[Symbol.asyncIterator]();
    this.#tell = tell;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<string, undefined>> {
    if (this.#ended) return { done: true, value: undefined };
    try {
      if (performance.now() - this.#since > slice) await this.#giveWay();
      const piece = await this.#pieces.next();
      if (piece.done !== true) return piece;
      this.#end({ kind: 'sent' });
      return { done: true, value: undefined };
    } catch (error) {
      throw this.#end({ kind: 'failed', error }) ?? error;
    }
  }

  async return(): Promise<IteratorResult<string, undefined>> {
    this.#end({ kind: 'left' });
    await this.#pieces.return?.();
    return { done: true, value: undefined };
  }

  #end(end: BodyEnd): unknown {
    if (this.#ended) return undefined;
    this.#ended = true;
    return this.#tell(end);
  }

  /**
   * A store in memory, and SQLite, answer without waiting for anything, and so does a reader that only collects: then
   * nobody else would have a turn until all is sent.
   */
  async #giveWay(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#since = performance.now();
  }
}
