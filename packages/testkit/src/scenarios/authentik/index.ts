import type { Scenario } from '../../replay/scenario.ts';
import { userAndGroup } from './user-and-group.ts';

/** All scenarios of authentik. */
export const authentik: readonly Scenario[] = [userAndGroup];
