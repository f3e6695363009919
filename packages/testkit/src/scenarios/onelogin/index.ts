import type { Scenario } from '../../replay/scenario.ts';
import { userAndGroup } from './user-and-group.ts';

/** All scenarios of OneLogin. */
export const onelogin: readonly Scenario[] = [userAndGroup];
