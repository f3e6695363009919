import { formatReport } from './format-report.ts';
import type { ScenarioReport } from './report.ts';
import { type RunOptions, runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Target } from './target.ts';

/**
 * Runs a scenario and throws when the server did not do as expected. For use in any test runner.
 *
 * @param scenario what to send and what to expect
 * @param target the server, with an empty tenant behind the credential
 * @returns the report of a run without failures
 * @throws `Error` whose message is the whole report, in words and without credentials
 * @throws {@link ScenarioError} when the scenario itself is wrong
 * @example
 * ```ts
 * import { assertScenario, okta } from '@scimkit/testkit';
 * import { test } from 'node:test';
 *
 * const target = { baseUrl: 'http://127.0.0.1:3000/scim/v2', authorization: 'Bearer test' };
 * for (const scenario of okta) {
 *   test(scenario.name, async () => {
 *     await assertScenario(scenario, target);
 *   });
 * }
 * ```
 */
export async function assertScenario(
  scenario: Scenario,
  target: Target,
  options: RunOptions = {},
): Promise<ScenarioReport> {
  const report = await runScenario(scenario, target, options);
  if (!report.ok) throw new Error(formatReport(report));
  return report;
}
