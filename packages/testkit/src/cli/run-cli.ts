import { formatConformance } from '../conformance/format-conformance.ts';
import { runConformance } from '../conformance/run-conformance.ts';
import { formatReplay } from '../replay/format-replay.ts';
import { formatReport } from '../replay/format-report.ts';
import { redactSecrets } from '../replay/redact-secrets.ts';
import { removeCreated } from '../replay/remove-created.ts';
import { replay } from '../replay/replay.ts';
import type { Scenario } from '../replay/scenario.ts';
import type { Target } from '../replay/target.ts';
import { HELP, REFUSAL } from './help.ts';
import { type CliOptions, readOptions, UsageError } from './read-options.ts';

/** The world outside the command, so that tests can stand in for it. */
export interface CliWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly fetch?: Target['fetch'];
}

/**
 * Runs the command line tool. The token is never printed.
 *
 * @param args the arguments after the name of the command
 * @returns the exit status: 0 all passed, 1 a step or a binding case failed, 2 nothing was run
 */
export async function runCli(args: readonly string[], world: CliWorld): Promise<0 | 1 | 2> {
  try {
    const options = readOptions(args, world.env);
    if (options.task === 'help') world.out(HELP);
    else if (options.task === 'list') world.out(list(options.chosen));
    else {
      const target = readTarget(options, world);
      if (target === undefined) return 2;
      return options.task === 'conform'
        ? await conform(options, target, world)
        : await runReplay(options, target, world);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    world.err(`${error.message}\nscimkit-testkit --help explains the options.`);
    return 2;
  }
}

/** The server that is meant; `undefined` when nobody has said that it may be written to. */
function readTarget(options: CliOptions, world: CliWorld): Target | undefined {
  const { url, token } = options;
  if (url === undefined) throw new UsageError('--url is missing: the SCIM base URL of the server.');
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new UsageError('--url takes a URL that begins with http.');
  if (!token) throw new UsageError('The token is missing: --token, or SCIM_TOKEN in the environment.');
  if (!options.yes) {
    world.err(REFUSAL);
    return undefined;
  }
  const authorization = token.includes(' ') ? token : `Bearer ${token}`;
  return { baseUrl: url, authorization, ...(world.fetch ? { fetch: world.fetch } : {}) };
}

async function conform(options: CliOptions, target: Target, world: CliWorld): Promise<0 | 1> {
  const { areas: only, keep, timeoutMs } = options;
  const report = await runConformance(target, { only, keep, timeoutMs });
  world.out(formatConformance(report));
  return report.ok ? 0 : 1;
}

async function runReplay(options: CliOptions, target: Target, world: CliWorld): Promise<0 | 1> {
  const { timeoutMs } = options;
  for (const { name, needs } of options.leftOut) {
    world.err(`Left out: ${name}, which needs ${needs.join(', ')}. Name it with --scenario to run it.`);
  }
  const results = await replay(
    options.chosen,
    () => ({
      ...target,
      close: async (report) => {
        if (!report || options.keep) return;
        const left = await removeCreated(report, target, timeoutMs);
        if (left.length > 0)
          world.err(redactSecrets(`Could not delete ${left.join(', ')}.`, target.authorization));
      },
    }),
    { timeoutMs },
  );
  const failed = results.filter((result) => !result.report.ok);
  for (const { report } of failed) world.out(`${formatReport(report)}\n`);
  world.out(formatReplay(results));
  return failed.length === 0 ? 0 : 1;
}

function list(scenarios: readonly Scenario[]): string {
  return scenarios
    .map(({ name, title, needs, steps }) => {
      const wants = needs.length === 0 ? '' : `; needs ${needs.join(', ')}`;
      return `${name}\n  ${title}\n  ${steps.length} steps${wants}`;
    })
    .join('\n');
}
