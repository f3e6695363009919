import type { Scenario } from '../../replay/scenario.ts';
import { pingfederateLookup } from './pingfederate-lookup.ts';

/** All scenarios of PingFederate. */
export const ping: readonly Scenario[] = [pingfederateLookup];
