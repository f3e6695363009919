import { compareKeys } from '../schema/compare-keys.ts';
import type { CompareOp, Key } from './filter-node.ts';

/**
 * Does one value satisfy a comparison? Both sides are keys of the same attribute, so both are folded already.
 *
 * @see RFC 7644 section 3.4.2.2, table 3
 */
export function satisfies(op: CompareOp, value: Key, key: Key): boolean {
  switch (op) {
    case 'eq':
      return value === key;
    case 'ne':
      return value !== key;
    case 'co':
      return typeof value === 'string' && typeof key === 'string' && value.includes(key);
    case 'sw':
      return typeof value === 'string' && typeof key === 'string' && value.startsWith(key);
    case 'ew':
      return typeof value === 'string' && typeof key === 'string' && value.endsWith(key);
    case 'gt':
      return compareKeys(value, key) > 0;
    case 'ge':
      return compareKeys(value, key) >= 0;
    case 'lt':
      return compareKeys(value, key) < 0;
    case 'le':
      return compareKeys(value, key) <= 0;
  }
}
