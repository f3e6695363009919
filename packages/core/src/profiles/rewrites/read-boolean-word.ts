/** `"True"` and `"false"` in any letter case as booleans; `undefined` for everything else. */
export function readBooleanWord(value: unknown): boolean | undefined {
  // The longer of the two words has five letters; a long string need not be lower-cased to know it is neither.
  if (typeof value !== 'string' || value.length > 5) return undefined;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}
