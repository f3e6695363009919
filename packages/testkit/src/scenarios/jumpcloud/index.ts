import type { Scenario } from '../../replay/scenario.ts';
import { activationAndLifecycle } from './activation-and-lifecycle.ts';

/** All scenarios of JumpCloud. */
export const jumpcloud: readonly Scenario[] = [activationAndLifecycle];
