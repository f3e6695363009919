/** Beyond the end of every list, and small enough for the integers of all databases. */
const mostResources = 999_999_999_999_999;

/**
 * A `count` or `startIndex` within what stores take. A client that wants everything sends the largest number it has, such as
 * 9223372036854775807, which means what it says: a page as large as can be, or one behind the end of the list.
 */
export function pageNumber(value: number): number {
  return Math.min(Math.max(value, -mostResources), mostResources);
}
