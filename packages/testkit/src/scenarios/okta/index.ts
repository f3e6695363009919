import type { Scenario } from '../../replay/scenario.ts';
import { connectionTest } from './connection-test.ts';
import { crudTest } from './crud-test.ts';
import { deactivateReactivateReassign } from './deactivate-reactivate-reassign.ts';
import { entitlementsDiscovery } from './entitlements-discovery.ts';
import { errorsAndTolerance } from './errors-and-tolerance.ts';
import { filterEncodings } from './filter-encodings.ts';
import { groupLinkExisting } from './group-link-existing.ts';
import { groupPushEdgeCases } from './group-push-edge-cases.ts';
import { groupPushPatch } from './group-push-patch.ts';
import { groupPushPut } from './group-push-put.ts';
import { importPaging } from './import-paging.ts';
import { linkExistingUser } from './link-existing-user.ts';
import { passwordSync } from './password-sync.ts';
import { schemaDiscovery } from './schema-discovery.ts';
import { specTest } from './spec-test.ts';
import { userEnterpriseAndCustomExtension } from './user-enterprise-and-custom-extension.ts';
import { userLifecyclePatch } from './user-lifecycle-patch.ts';
import { userLifecyclePut } from './user-lifecycle-put.ts';

/** All scenarios of Okta. */
export const okta: readonly Scenario[] = [
  connectionTest,
  userLifecyclePut,
  userLifecyclePatch,
  linkExistingUser,
  userEnterpriseAndCustomExtension,
  deactivateReactivateReassign,
  importPaging,
  groupPushPut,
  groupPushPatch,
  groupPushEdgeCases,
  groupLinkExisting,
  passwordSync,
  specTest,
  crudTest,
  filterEncodings,
  errorsAndTolerance,
  entitlementsDiscovery,
  schemaDiscovery,
];
