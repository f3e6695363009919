import { join } from 'node:path';
import { checkMap } from './check-map.ts';
import { findTests } from './find-tests.ts';
import { formatMap } from './format-map.ts';
import { map } from './index.ts';

/** The root of the repository. */
export const root = join(import.meta.dirname, '../../../..');

/** Where the page lies, from the root. */
export const pageFile = 'docs/rfc-map.md';

/** The page that the data gives, and what is wrong with the data. */
export function makePage(): { readonly page: string; readonly faults: readonly string[] } {
  const tests = findTests(root);
  const entries = map.flatMap((area) => area.entries);
  return { page: formatMap(map, tests), faults: checkMap(entries, tests, root) };
}
