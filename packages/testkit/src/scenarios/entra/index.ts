import type { Scenario } from '../../replay/scenario.ts';
import { createWithNulls } from './create-with-nulls.ts';
import { emailCreatedByPatch } from './email-created-by-patch.ts';
import { enterpriseAndManager } from './enterprise-and-manager.ts';
import { groupLifecycleDefault } from './group-lifecycle-default.ts';
import { groupMembersAadoptscim062020 } from './group-members-aadoptscim062020.ts';
import { referencePostman } from './reference-postman.ts';
import { roles } from './roles.ts';
import { testConnection } from './test-connection.ts';
import { userLifecycleAadoptscim062020 } from './user-lifecycle-aadoptscim062020.ts';
import { userLifecycleDefault } from './user-lifecycle-default.ts';
import { validatorGroups } from './validator-groups.ts';
import { validatorUsers } from './validator-users.ts';

/** All scenarios of Microsoft Entra ID. */
export const entra: readonly Scenario[] = [
  testConnection,
  userLifecycleDefault,
  userLifecycleAadoptscim062020,
  emailCreatedByPatch,
  enterpriseAndManager,
  roles,
  groupLifecycleDefault,
  groupMembersAadoptscim062020,
  validatorUsers,
  validatorGroups,
  referencePostman,
  createWithNulls,
];
