import { testsOf } from './check-map.ts';
import type { Entry } from './entry.ts';
import type { TestName } from './find-tests.ts';

/** The part of vitest's JSON report that is read here. */
export interface TestResults {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      /** Titles of the groups it is in. */
      readonly ancestorTitles?: readonly string[];
    }[];
  }[];
}

/**
 * Compares the map with what became of its tests. A title with placeholders, as `it.each` has, stands for all tests that
 * its words fit; that of a group for all tests in it.
 *
 * @returns A sentence for each test that did not run or did not pass.
 */
export function checkResults(
  entries: readonly Entry[],
  tests: readonly TestName[],
  results: TestResults,
): string[] {
  const ran = results.testResults.flatMap((file) => file.assertionResults);
  const status = new Map<string, boolean>();
  for (const { title, ancestorTitles = [], status: outcome } of ran) {
    for (const name of [title, ...ancestorTitles]) {
      status.set(name, (status.get(name) ?? true) && outcome === 'passed');
    }
  }
  const faults: string[] = [];
  for (const entry of entries) {
    for (const { name, file } of testsOf(entry, tests)) {
      const known = status.get(name) ?? byPattern(name, status);
      if (known === undefined) faults.push(`${entry.id}: the test "${name}" of ${file} did not run.`);
      else if (!known) faults.push(`${entry.id}: the test "${name}" of ${file} failed.`);
    }
  }
  return [...new Set(faults)];
}

/** `undefined` when no test has such a title. */
function byPattern(name: string, status: ReadonlyMap<string, boolean>): boolean | undefined {
  if (!/[%$]/.test(name)) return undefined;
  const pattern = new RegExp(
    `^${name
      .replaceAll(/[.*+?^{}()|[\]\\]/g, '\\$&')
      .replaceAll(/%[sdifjop#$]|\$[\w.]+/g, '.*')
      .replaceAll('$', '\\$')}$`,
    's',
  );
  const fitting = [...status].filter(([title]) => pattern.test(title));
  return fitting.length === 0 ? undefined : fitting.every(([, passed]) => passed);
}
