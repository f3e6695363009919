import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import process from 'node:process';
import { cases } from './cases/cases.ts';
import type { SectionResult } from './harness/results.ts';
import { type Options, parseOptions, usage } from './options.ts';
import { flatnessOf } from './report/flatness.ts';
import { formatSection } from './report/format-section.ts';
import { verdictOf } from './report/targets.ts';
import { memory } from './sections/memory.ts';
import { runSection } from './sections/run-section.ts';
import { sqlite } from './sections/sqlite.ts';
import { benchSql } from './sql/main.ts';

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`;
const [first, ...others] = process.argv.slice(2);
if (first === 'sql') process.exitCode = await benchSql(others, machine, showProgress);
else process.exitCode = await bench(parseOptions(process.argv.slice(2)));

async function bench(options: Options): Promise<number> {
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const since = performance.now();
  const chosen = cases.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  console.log(`${machine}\n`);
  const results: SectionResult[] = [];
  for (const section of [memory, sqlite]) {
    if (!options.stores.includes(section.store)) continue;
    const result = await runSection(section, chosen, options, showProgress);
    showProgress('');
    results.push(result);
    console.log(`${formatSection(result)}\n`);
  }
  console.log(`${((performance.now() - since) / 1000).toFixed(0)} s`);
  if (options.json !== undefined) {
    await writeFile(options.json, `${JSON.stringify({ machine, plan: options.plan, results }, null, 2)}\n`);
  }
  return options.check && !results.every(isMet) ? 1 : 0;
}

function isMet({ cases }: SectionResult): boolean {
  const missed = cases.some((result) => result.measured.some((one) => verdictOf(result, one)?.met === false));
  return !missed && flatnessOf(cases).every(({ met }) => met !== false);
}

/** One line that is written over, where somebody looks on. */
function showProgress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${what}`);
}
