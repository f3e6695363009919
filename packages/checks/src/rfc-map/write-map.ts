// `npm run rfc-map`: checks the map, runs the tests that it names, and writes docs/rfc-map.md if all is true.
//   --results <file>  takes the results of an earlier run (vitest --reporter=json) instead of running the tests
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { checkResults } from './check-results.ts';
import { findTests } from './find-tests.ts';
import { map } from './index.ts';
import { makePage, pageFile, root } from './page.ts';

const { values } = parseArgs({ options: { results: { type: 'string' } } });

const { page, faults } = makePage();
const results = values.results === undefined ? runTests() : readFileSync(values.results, 'utf8');
const entries = map.flatMap((area) => area.entries);
const all = [...faults, ...checkResults(entries, findTests(root), JSON.parse(results))];
if (all.length > 0) {
  console.error(all.join('\n'));
  console.error(`\n${pageFile} was not written: ${all.length} faults.`);
  process.exitCode = 1;
} else {
  writeFileSync(join(root, pageFile), page);
  console.log(`${pageFile}: ${entries.length} requirements.`);
}

function runTests(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rfc-map-'));
  const file = join(folder, 'results.json');
  try {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    // The test that compares the page is about to be made true.
    const args = ['run', '--config', 'vitest.workspace.ts', '--exclude', '**/rfc-map.test.ts'];
    spawnSync(process.execPath, [vitest, ...args, '--reporter=json', `--outputFile=${file}`], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
