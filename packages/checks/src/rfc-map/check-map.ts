import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from './entry.ts';
import { idsOf, type TestName } from './find-tests.ts';
import { numbering } from './numbering.ts';

/**
 * What is wrong with the map: a number that is missing or there twice, a file or a test that is not there, a requirement
 * that is met by word alone, a MUST that is open.
 *
 * @param entries - All entries of the map.
 * @param tests - All tests of the repository.
 * @param root - The root of the repository.
 * @returns A sentence for each fault; none when the map is true.
 */
export function checkMap(entries: readonly Entry[], tests: readonly TestName[], root: string): string[] {
  const faults: string[] = [];
  const expected = new Set(
    Object.entries(numbering).flatMap(([area, last]) =>
      Array.from({ length: last }, (_, index) => `${area}-${String(index + 1).padStart(2, '0')}`),
    ),
  );
  const seen = new Set<string>();
  for (const { id } of entries) {
    if (seen.has(id)) faults.push(`${id} is there twice.`);
    if (!expected.has(id)) faults.push(`${id} is not the number of a requirement.`);
    seen.add(id);
  }
  for (const id of expected) if (!seen.has(id)) faults.push(`${id} is missing.`);
  for (const entry of entries) faults.push(...checkEntry(entry, tests, root));
  for (const { name, file } of tests) {
    for (const id of idsOf(name)) {
      if (!expected.has(id))
        faults.push(`The test "${name}" in ${file} names ${id}, which is no requirement.`);
    }
  }
  return faults;
}

/** The tests that show a requirement: those that begin with its id, and those that the entry lists. */
export function testsOf(entry: Entry, tests: readonly TestName[]): readonly TestName[] {
  return tests.filter(
    ({ name }) => idsOf(name).includes(entry.id) || entry.shownBy.some((part) => name.includes(part)),
  );
}

function checkEntry(entry: Entry, tests: readonly TestName[], root: string): string[] {
  const { id, level, verdict, where, shownBy, reason } = entry;
  const faults: string[] = [];
  for (const file of where) {
    if (!existsSync(join(root, file))) faults.push(`${id}: there is no file ${file}.`);
  }
  for (const part of shownBy) {
    if (!tests.some(({ name }) => name.includes(part))) faults.push(`${id}: there is no test "${part}".`);
  }
  if (verdict === 'met') {
    if (testsOf(entry, tests).length === 0 && !where.some((file) => holdsText(root, file))) {
      faults.push(`${id} is said to be met, but no test shows it.`);
    }
    if (where.length === 0) faults.push(`${id} is said to be met, but nothing says where.`);
    if (level === 'pick' && reason === undefined)
      faults.push(`${id} is a choice: the reason has to say which.`);
  } else {
    if (reason === undefined) faults.push(`${id} is ${verdict}, without a reason.`);
    if (level === 'MUST' && verdict === 'declined') faults.push(`${id} is a MUST and cannot be declined.`);
  }
  return faults;
}

/** What only documentation can meet, such as TLS in front of the service, is shown by a guide. */
function holdsText(root: string, file: string): boolean {
  return (
    file.endsWith('.md') && existsSync(join(root, file)) && readFileSync(join(root, file), 'utf8') !== ''
  );
}
