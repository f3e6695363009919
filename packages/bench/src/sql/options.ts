import { parseArgs } from 'node:util';
import { fullSizes, quickSizes, type SqlSizes } from './data/sizes.ts';
import { type EngineName, engines } from './databases/database.ts';
import type { SqlPlan } from './measure/measure-group.ts';

export interface SqlOptions {
  readonly sizes: SqlSizes;
  readonly plan: SqlPlan;
  /** Those that were asked for; all when empty. */
  readonly engines: readonly EngineName[];
  /** Beginnings of the names of lines; all when empty. */
  readonly only: readonly string[];
  /** A folder where a loaded database stays, to be used again. Those of servers stay in the server. */
  readonly keep: string | undefined;
  /** SQLite waits for the disk at each write, as it does by default outside of this benchmark. */
  readonly durable: boolean;
  /** Rebuild the keys of all that was loaded, which must find nothing to change. */
  readonly reindex: boolean;
  readonly json: string | undefined;
  readonly profile: string | undefined;
  readonly check: boolean;
  readonly help: boolean;
}

const quickPlan: SqlPlan = { rounds: 9, warmup: 250, slice: 25 };
const fullPlan: SqlPlan = { rounds: 25, warmup: 1_000, slice: 80 };

/**
 * Reads the command line after `sql`.
 *
 * @throws TypeError with a sentence for whoever typed it.
 */
export function parseSqlOptions(args: readonly string[]): SqlOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      engine: { type: 'string', multiple: true, default: [] },
      only: { type: 'string', multiple: true, default: [] },
      keep: { type: 'string' },
      durable: { type: 'boolean', default: false },
      json: { type: 'string' },
      profile: { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  if (values.quick && values.full) throw new TypeError('--quick and --full exclude each other.');
  const asked = values.engine.flatMap((names) => names.split(','));
  const known = asked.flatMap((name) => engines.filter((engine) => engine === name));
  const unknown = asked.find((name) => !engines.some((engine) => engine === name));
  if (unknown !== undefined) {
    throw new TypeError(`--engine is one of ${engines.join(', ')}, not "${unknown}".`);
  }
  return {
    sizes: values.full ? fullSizes : quickSizes,
    plan: values.full ? fullPlan : quickPlan,
    engines: known,
    only: values.only.flatMap((names) => names.split(',')),
    keep: values.keep,
    durable: values.durable,
    reindex: true,
    json: values.json,
    profile: values.profile,
    check: values.check,
    help: values.help,
  };
}

export const sqlUsage = `usage: npm run bench -- sql [option …]

  --quick             the default: 20,000 users and a group of 2,000, about a minute an engine
  --full              1,000,000 users and a group of 100,000: minutes to load, and some to measure
  --engine <name,…>   only these: ${engines.join(', ')}; servers are those that SCIMKIT_…_URL name
  --only <line,…>     only lines whose names begin so
  --keep <folder>     keeps what was loaded, and uses it the next time; a server keeps it in itself
  --durable           SQLite waits for the disk at each write; without it the processor is what is measured
  --json <file>       writes the results to a file as well
  --profile <folder>  writes a CPU profile of the store for each line, and prints what costs most
  --check             exits with 1 when a target is missed`;
