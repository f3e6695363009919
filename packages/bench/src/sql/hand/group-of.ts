import type { InGroup } from './hand-written.ts';

/** A group from JSON, with its id in hexadecimal digits of either case. */
export function groupOf([hex, display]: readonly [id: string, display: string | null]): InGroup {
  const id = hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { id, display };
}
