/**
 * Freezes plain objects and arrays, all the way down, and hands the value back. What is frozen already is taken to be
 * frozen all the way down: schemas share their parts.
 */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
