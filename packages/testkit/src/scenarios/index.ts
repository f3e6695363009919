import type { Scenario } from '../replay/scenario.ts';
import { authentik } from './authentik/index.ts';
import { entra } from './entra/index.ts';
import { jumpcloud } from './jumpcloud/index.ts';
import { okta } from './okta/index.ts';
import { onelogin } from './onelogin/index.ts';
import { ping } from './ping/index.ts';

/**
 * All scenarios, by client: what identity providers are known to send, in order, and what they need back.
 *
 * @see {@link runScenario} and {@link replay} to run them
 */
export const scenariosByClient = { okta, entra, onelogin, jumpcloud, authentik, ping } as const;

/** The clients there are scenarios of. */
export type ScenarioClient = keyof typeof scenariosByClient;

/**
 * All scenarios in one list, Okta's first.
 *
 * @example
 * ```ts
 * import { scenarios } from '@scimkit/testkit';
 *
 * const forPlainServers = scenarios.filter((scenario) => !scenario.needs.includes('roles and entitlements'));
 * ```
 */
export const scenarios: readonly Scenario[] = Object.values(scenariosByClient).flat();

export { authentik, entra, jumpcloud, okta, onelogin, ping };
