import { parseArgs } from 'node:util';
import { type Area, areas } from '../conformance/conformance-case.ts';
import type { Scenario } from '../replay/scenario.ts';
import { scenarios, scenariosByClient } from '../scenarios/index.ts';

/** What the command line asks for. */
export interface CliOptions {
  readonly task: 'help' | 'list' | 'replay' | 'conform';
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly yes: boolean;
  readonly keep: boolean;
  readonly timeoutMs: number;
  readonly chosen: readonly Scenario[];
  /** Scenarios left out because servers rarely have what they need and nobody named them. */
  readonly leftOut: readonly Scenario[];
  /** The areas of conformance cases to run. */
  readonly areas: readonly Area[];
}

/** A command line that cannot be understood; the message tells what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the command line.
 *
 * @throws {@link UsageError} for unknown commands, options, clients, scenarios and areas
 */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CliOptions {
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  const help = values.help || args.length === 0;
  if (!help && ((command !== 'replay' && command !== 'conform') || rest.length > 0)) {
    throw new UsageError(
      `Unknown command: ${positionals.join(' ') || '(none)'}. There are replay and conform.`,
    );
  }
  const conform = command === 'conform';
  refuseStrangers(conform, values);
  const seconds = Number(values.timeout ?? 30);
  if (!(seconds > 0)) throw new UsageError('--timeout takes a number of seconds.');
  const named = values.scenario ?? [];
  const fitting = choose(values.client ?? [], named);
  const leftOut = fitting.filter(
    (one) => one.needs.includes('roles and entitlements') && !named.includes(one.name),
  );
  return {
    task: help ? 'help' : conform ? 'conform' : values.list ? 'list' : 'replay',
    url: values.url,
    token: values.token ?? env.SCIM_TOKEN,
    yes: values.yes ?? false,
    keep: values.keep ?? false,
    timeoutMs: seconds * 1000,
    chosen: values.list ? fitting : fitting.filter((one) => !leftOut.includes(one)),
    leftOut,
    areas: readAreas(values.only ?? []),
  };
}

/** An option of the other command would be ignored in silence, and the run would not be what was asked for. */
function refuseStrangers(conform: boolean, values: Readonly<Record<string, unknown>>): void {
  const strangers = conform ? ['client', 'scenario', 'list'] : ['only'];
  const given = strangers.find((name) => values[name] !== undefined);
  if (given !== undefined) throw new UsageError(`--${given} belongs to ${conform ? 'replay' : 'conform'}.`);
}

function readAreas(given: readonly string[]): readonly Area[] {
  const names = given.flatMap((one) => one.split(',')).map((one) => one.trim());
  const stranger = names.find((name) => !areas.some((area) => area === name));
  if (stranger !== undefined) {
    throw new UsageError(`Unknown area: ${stranger}. Known are ${areas.join(', ')}.`);
  }
  return names.length === 0 ? areas : areas.filter((area) => names.includes(area));
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        token: { type: 'string' },
        client: { type: 'string', multiple: true },
        scenario: { type: 'string', multiple: true },
        only: { type: 'string', multiple: true },
        timeout: { type: 'string' },
        list: { type: 'boolean' },
        yes: { type: 'boolean' },
        keep: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function choose(clients: readonly string[], names: readonly string[]): Scenario[] {
  const known = Object.keys(scenariosByClient);
  const stranger = clients.find((client) => !known.includes(client));
  if (stranger !== undefined)
    throw new UsageError(`Unknown client: ${stranger}. Known are ${known.join(', ')}.`);
  const missing = names.find((name) => !scenarios.some((scenario) => scenario.name === name));
  if (missing !== undefined) throw new UsageError(`Unknown scenario: ${missing}. --list shows them all.`);
  const fitting = scenarios.filter(
    (one) =>
      (clients.length === 0 || clients.includes(one.client)) &&
      (names.length === 0 || names.includes(one.name)),
  );
  if (fitting.length === 0) throw new UsageError('No scenario is both of that client and of that name.');
  return fitting;
}
