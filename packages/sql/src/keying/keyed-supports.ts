import type { StoreSupport } from '@scimkit/core';
import { supports } from '../filter/supports.ts';
import type { IndexRegistry } from './index-registry.ts';

/**
 * What the store can do now. An attribute of which some resources have no keys yet is not compared or sorted by here:
 * core does that, which is right and slow, until a reindex has given them keys.
 */
export function keyedSupports(indexes: IndexRegistry): StoreSupport {
  return {
    ...supports,
    compare: (attribute, op) => {
      const support = supports.compare(attribute, op);
      return support === 'none' || indexes.isReady(attribute) ? support : 'none';
    },
    sort: (by) => supports.sort(by) && indexes.isReady(by),
  };
}
