/** Lines that somebody has begun to read. */
export interface Reading extends AsyncIterable<string> {
  /** Tells whoever gives the lines that no more are wanted. */
  readonly stop: () => Promise<void>;
}

/**
 * Begins to read lines, before anything is waited for. Those of a `readline` are lost when nobody has asked for them by
 * the time they are read from the file, which may be while the database answers its first question.
 *
 * @throws TypeError for a text, which would be read letter by letter.
 */
export function startReading(lines: AsyncIterable<string> | Iterable<string>): Reading {
  if (typeof lines === 'string')
    throw new TypeError('lines: they have to be given one by one, not as one text.');
  const reading: AsyncIterator<string> | Iterator<string> =
    Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
  const stop = async () => {
    await reading.return?.();
  };
  return {
    stop,
    [Symbol.asyncIterator]: () => ({
      next: async () => reading.next(),
      return: async () => {
        await stop();
        return { done: true, value: undefined };
      },
    }),
  };
}
