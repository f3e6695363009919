import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"Operations":[{"op":"replace","value":{"members":[],"id":"…","displayName":"Edge cases"}}]}
 * ```
 *
 * Okta (jelhub/scimgateway 113) and authentik (NETWAYS/struudel 4): PATCH messages without `schemas`.
 */
export const patchSchemasMissing = Object.freeze<Rewrite>({
  name: 'patch-schemas-missing',
  evidence: 'Okta (jelhub/scimgateway 113), authentik (NETWAYS/struudel 4)',
  switches: { requirePatchSchema: false },
});
