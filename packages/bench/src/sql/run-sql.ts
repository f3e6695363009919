import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineName, engines, type Place } from './databases/database.ts';
import { openDatabase, variables } from './databases/open.ts';
import type { SqlOptions } from './options.ts';
import type { EngineResult } from './report.ts';
import { runEngine } from './run-engine.ts';

/** What came of all engines. */
export interface SqlResult {
  readonly results: readonly EngineResult[];
  /** Sentences about the engines that were not run. */
  readonly missing: readonly string[];
}

/** Runs the lines on every engine that is there. `report` is called with each as it is done. */
export async function runSql(
  options: SqlOptions,
  tell: (what: string) => void,
  report: (result: EngineResult) => void = () => undefined,
): Promise<SqlResult> {
  const wanted = options.engines.length === 0 ? engines : options.engines;
  const results: EngineResult[] = [];
  const missing: string[] = [];
  for (const engine of wanted) {
    const result = await inFolder(options, (place) => runOn(engine, place, options, tell));
    if (result === undefined) missing.push(sentenceAbout(engine));
    else {
      results.push(result);
      report(result);
    }
  }
  return { results, missing };
}

function sentenceAbout(engine: EngineName): string {
  if (engine === 'sqlite') return 'sqlite was not run.';
  return `${engine} was not run: ${variables[engine]} is not set.`;
}

async function runOn(
  engine: EngineName,
  place: Place,
  options: SqlOptions,
  tell: (what: string) => void,
): Promise<EngineResult | undefined> {
  const database = await openDatabase(engine, place);
  if (database === undefined) return undefined;
  try {
    return await runEngine(database, options, tell);
  } finally {
    await database.close();
  }
}

/** A folder of one's own, where nobody has named one. */
async function inFolder<T>(
  { keep, sizes, durable }: SqlOptions,
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const name = `${sizes.large}_${sizes.members}`;
  if (keep !== undefined) {
    await mkdir(keep, { recursive: true });
    return work({ name, folder: keep, keep: true, durable });
  }
  const folder = await mkdtemp(join(tmpdir(), 'scimkit-bench-sql-'));
  try {
    return await work({ name: `${name}_${randomBytes(3).toString('hex')}`, folder, keep: false, durable });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
