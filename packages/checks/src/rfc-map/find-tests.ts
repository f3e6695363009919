import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { casesByArea } from '@scimkit/testkit';

/** A test by its name, as its file writes it. */
export interface TestName {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
}

// it('…', it.each([…])('…', it.for(table)("…", and titles of groups, which are part of full names.
const TITLE =
  /(?:\b(?:it|test|describe)|\))\s*\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)\s*,/g;

/**
 * The names of all tests of the repository, read from their files without running them; conformance cases included, under
 * the name they run by.
 *
 * @param root - The root of the repository.
 */
export function findTests(root: string): readonly TestName[] {
  const conformance = Object.entries(casesByArea).flatMap(([area, cases]) =>
    cases.map((one) => ({
      name: `${one.requirements.join(' ')}: ${one.name}`,
      file: `packages/testkit/src/conformance/cases/${area}.ts`,
    })),
  );
  const written = ['packages', 'examples', 'scripts'].flatMap((folder) =>
    testFiles(root, folder).flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(TITLE)].map((found) => ({
        name: plain(found[1] ?? found[2] ?? found[3] ?? ''),
        file,
      })),
    ),
  );
  return [...conformance, ...written];
}

/** The ids that a test's name begins with: `REP-01 REP-08: …` has two. */
export function idsOf(name: string): readonly string[] {
  const head = /^([A-Z]{2,4}-\d{2}(?: [A-Z]{2,4}-\d{2})*):/.exec(name)?.[1];
  return head === undefined ? [] : head.split(' ');
}

function testFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return ['node_modules', 'dist', 'coverage'].includes(entry.name) ? [] : testFiles(root, path);
    }
    return entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

function plain(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}
