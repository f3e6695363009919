/** The element with a running number, starting over at the end. */
export function pick<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % items.length];
  if (item === undefined)
    throw new Error('There is nothing to choose from: the server was filled with too little.');
  return item;
}

/** A running number that jumps about, so that neighbours in memory are not read one after the other. */
export function scatter(number: number): number {
  // A prime that divides no size in use, so that every index is reached before one comes again.
  return number * 7919;
}
