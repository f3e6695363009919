import { writeFile } from 'node:fs/promises';
import { parseSqlOptions, sqlUsage } from './options.ts';
import { formatEngine, growthOf, isMet } from './report.ts';
import { runSql } from './run-sql.ts';

/**
 * `npm run bench -- sql`.
 *
 * @param machine - What it runs on, for whoever reads the figures.
 * @returns The exit code.
 */
export async function benchSql(
  args: readonly string[],
  machine: string,
  tell: (what: string) => void,
): Promise<number> {
  const options = parseSqlOptions(args);
  if (options.help) {
    console.log(sqlUsage);
    return 0;
  }
  console.log(`${machine}, ${new Date().toISOString().slice(0, 10)}\n`);
  const { results, missing } = await runSql(options, tell, (result) => {
    tell('');
    console.log(`${formatEngine(result)}\n`);
  });
  for (const sentence of missing) console.log(sentence);
  if (options.json !== undefined) {
    await writeFile(options.json, `${JSON.stringify({ machine, results, missing }, null, 2)}\n`);
  }
  const allMet = results.every(
    ({ lines }) => lines.every((line) => isMet(line) !== false) && growthOf(lines).every(({ met }) => met),
  );
  return options.check && !allMet ? 1 : 0;
}
