import type { ScenarioStep } from '../../replay/scenario.ts';
import { given, someUser } from '../steps.ts';

/** Three users to put into groups, saved as `user1` to `user3`. */
export function threeMembers(prefix: string): ScenarioStep[] {
  return ['One', 'Two', 'Three'].map((name, index) => ({
    name: `User ${name.toLowerCase()} exists`,
    ...given('/Users', someUser(`${prefix}.${name.toLowerCase()}@example.com`, name, 'Member')),
    save: { [`user${index + 1}`]: '$.id' },
  }));
}
