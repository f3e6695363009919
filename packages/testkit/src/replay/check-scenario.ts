import { variableNames } from './fill-variables.ts';
import { isObject } from './is-object.ts';
import { readMatcher } from './matchers.ts';
import { parseJsonPath } from './read-json-path.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';
import { ScenarioError } from './scenario-error.ts';

/**
 * Looks for mistakes in a scenario, so that they are not mistaken for mistakes of a server.
 *
 * @param scenario the scenario
 * @param known names of variables that are there from the start, besides `authorization`
 * @param runs which steps will be run; variables that only other steps save must be among `known`
 * @throws {@link ScenarioError} naming the step and what is wrong with it
 * @example
 * ```ts
 * import { checkScenario, scenarios } from '@scimkit/testkit';
 *
 * for (const scenario of scenarios) checkScenario(scenario);
 * ```
 */
export function checkScenario(
  scenario: Scenario,
  known: Iterable<string> = [],
  runs: (step: ScenarioStep) => boolean = () => true,
): void {
  const variables = new Set(['authorization', ...known]);
  for (const [index, step] of scenario.steps.entries()) {
    if (!runs(step)) continue;
    try {
      checkStep(step, variables);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ScenarioError(`${scenario.name}, step ${index + 1} "${step.name}": ${reason}`, {
        cause: error,
      });
    }
    for (const name of Object.keys(step.save ?? {})) variables.add(name);
  }
}

function checkStep(step: ScenarioStep, variables: ReadonlySet<string>): void {
  const { request, expect, save = {}, repeat } = step;
  if (!request.path.startsWith('/'))
    throw new ScenarioError(`The path ${request.path} does not start with a slash.`);
  if (request.bodyFrom !== undefined && request.body !== undefined) {
    throw new ScenarioError('body and bodyFrom exclude each other.');
  }
  if (request.merge !== undefined && request.bodyFrom === undefined) {
    throw new ScenarioError('merge needs bodyFrom.');
  }
  if ([expect.status].flat().length === 0) throw new ScenarioError('No status is acceptable.');
  if (repeat && repeat.to < repeat.from) throw new ScenarioError('repeat ends before it begins.');
  const used = variableNames([request, expect]);
  if (request.bodyFrom !== undefined) used.add(request.bodyFrom);
  for (const name of used) {
    if (!variables.has(name) && name !== repeat?.var) {
      throw new ScenarioError(`The variable ${name} is used, but no step before saves it.`);
    }
  }
  for (const path of [...Object.values(save), ...(expect.absent ?? [])]) parseJsonPath(path);
  checkMatchers(expect.body);
}

function checkMatchers(expected: unknown): void {
  readMatcher(expected);
  if (Array.isArray(expected) || isObject(expected)) Object.values(expected).forEach(checkMatchers);
}
