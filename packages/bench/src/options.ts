import { parseArgs } from 'node:util';
import { cases } from './cases/cases.ts';

/** How long and how often each server has its turn. */
export interface Plan {
  readonly rounds: number;
  /** For as long a server runs a case before it is measured, in milliseconds: so long it is still being compiled. */
  readonly warmup: number;
  /** For as long a server's CPU time is measured in a round, with many connections, in milliseconds. */
  readonly load: number;
  /** For as long a server's latency is measured in a round, with one connection, in milliseconds. */
  readonly calm: number;
  readonly connections: number;
  /** Waits for servers that take many seconds for a request. */
  readonly patient: boolean;
}

export const stores = ['memory', 'sqlite'] as const;
export type StoreName = (typeof stores)[number];

export interface Options {
  readonly plan: Plan;
  readonly stores: readonly StoreName[];
  /** Names of cases; all when empty. */
  readonly only: readonly string[];
  /** A file for the results. */
  readonly json: string | undefined;
  /** A folder for CPU profiles. */
  readonly profile: string | undefined;
  /** Exit with 1 when a target is missed. */
  readonly check: boolean;
  readonly help: boolean;
}

export const quick: Plan = { rounds: 5, warmup: 400, load: 60, calm: 25, connections: 8, patient: false };
export const full: Plan = { rounds: 25, warmup: 1_500, load: 150, calm: 60, connections: 8, patient: true };

/**
 * Reads the command line.
 *
 * @throws TypeError with a sentence for whoever typed it.
 */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      store: { type: 'string' },
      json: { type: 'string' },
      profile: { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  if (values.quick && values.full) throw new TypeError('--quick and --full exclude each other.');
  const only = values.only.flatMap((names) => names.split(','));
  const known = cases.map(({ name }) => name);
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`There is no case "${unknown}". There are: ${known.join(', ')}.`);
  const store = stores.find((name) => name === values.store);
  if (values.store !== undefined && store === undefined) {
    throw new TypeError(`--store is ${stores.join(' or ')}, not "${values.store}".`);
  }
  return {
    plan: values.full ? full : quick,
    stores: store === undefined ? stores : [store],
    only,
    json: values.json,
    profile: values.profile,
    check: values.check,
    help: values.help,
  };
}

export const usage = `usage: npm run bench -- [option …]
       npm run bench -- sql [option …]   the SQL stores; sql --help tells its options

  --quick            the default: less than two minutes
  --full             more and longer rounds: about ten minutes
  --only <case,…>    only these cases: ${cases.map(({ name }) => name).join(', ')}
  --store <store>    only this store: ${stores.join(', ')}
  --json <file>      writes the results to a file as well
  --profile <folder> writes a CPU profile of scimkit for each case, and prints what costs most
  --check            exits with 1 when a target is missed`;
