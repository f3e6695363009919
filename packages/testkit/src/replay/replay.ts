import type { ScenarioReport } from './report.ts';
import { type RunOptions, runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Target } from './target.ts';

/** A {@link Target} that may want to be put away after its scenario. */
export interface ReplayTarget extends Target {
  /** Called after the scenario, whatever came of it. */
  readonly close?: (report?: ScenarioReport) => void | Promise<void>;
}

/** One line of the table that {@link replay} returns. */
export interface ReplayResult {
  readonly scenario: string;
  readonly steps: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly report: ScenarioReport;
}

/**
 * Runs scenarios one after the other, each on a target of its own.
 *
 * @param scenarios which ones
 * @param makeTarget makes a fresh, empty tenant for a scenario and says how to reach it
 * @returns one result for each scenario, in order
 * @throws {@link ScenarioError} when a scenario itself is wrong, and whatever `makeTarget` throws
 * @example
 * ```ts
 * import { formatReplay, okta, replay } from '@scimkit/testkit';
 *
 * const results = await replay(okta, (scenario) => ({
 *   baseUrl: `http://127.0.0.1:3000/${scenario.name.replace('/', '-')}/scim/v2`,
 *   authorization: 'Bearer test',
 * }));
 * console.log(formatReplay(results));
 * ```
 */
export async function replay(
  scenarios: Iterable<Scenario>,
  makeTarget: (scenario: Scenario) => ReplayTarget | Promise<ReplayTarget>,
  options: RunOptions = {},
): Promise<ReplayResult[]> {
  const results: ReplayResult[] = [];
  for (const scenario of scenarios) {
    const target = await makeTarget(scenario);
    let report: ScenarioReport | undefined;
    try {
      report = await runScenario(scenario, target, options);
    } finally {
      await target.close?.(report);
    }
    const { passed, failed, skipped } = report;
    results.push({ scenario: scenario.name, steps: scenario.steps.length, passed, failed, skipped, report });
  }
  return results;
}
