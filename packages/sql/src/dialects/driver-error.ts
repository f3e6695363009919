/**
 * Looks for what a driver has said in an error and in what caused it: query layers wrap the errors of drivers.
 *
 * @param read - Gives what is looked for in one error, if it is there.
 */
export function causedBy<T>(error: unknown, read: (error: object) => T | undefined): T | undefined {
  let at = error;
  for (let depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth += 1) {
    const found = read(at);
    if (found !== undefined) return found;
    at = 'cause' in at ? at.cause : undefined;
  }
  return undefined;
}
