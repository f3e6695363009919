import type { StatementRun } from '@scimkit/sql';
import type { BenchDatabase } from '../databases/database.ts';
import type { Group } from '../lines/line.ts';

/** What was found of a line. */
export interface FullReads {
  readonly explained: number;
  readonly fullReads: readonly string[];
}

const explainable = /^(select|insert|update|delete|with|set statement)\b/;
/** Tables of a few rows, which are read as a whole. */
const small = /scim_(type|index|schema_version|tenant|tenant_name)\b/;

/** A number that no measurement uses. */
const number = 7;

/** Runs each line once on the store, and looks at the plan of every statement that it has run. */
export async function findFullReads(database: BenchDatabase, group: Group): Promise<readonly FullReads[]> {
  const ran: StatementRun[] = [];
  const store = database.openStore((run) => ran.push(run));
  // What a store looks up once, such as the numbers of types, is not what is asked about.
  await store.check();
  const results: FullReads[] = [];
  for (const line of group.lines) {
    ran.length = 0;
    await line.store(store, number);
    const seen = new Map(ran.map((run) => [run.text, run]));
    const fullReads: string[] = [];
    let explained = 0;
    for (const { text, parameters } of seen.values()) {
      if (!explainable.test(text) || (small.test(text) && !text.includes('scim_resource'))) continue;
      const plan = await database.explain(text, parameters);
      explained += 1;
      const reads = database.fullRead.test(plan) || (line.pages !== true && database.wholeType.test(plan));
      if (reads) fullReads.push(`${text}\n${plan}`);
    }
    results.push({ explained, fullReads });
  }
  return results;
}
