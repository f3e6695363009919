/**
 * Can every database keep this text as it is? PostgreSQL refuses U+0000, SQLite cuts off at it in places, and half of a
 * surrogate pair becomes another character on the way. What cannot be kept is not there to be found.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
