import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"Operations":[{"op":"replace","value":{"members":[],"id":"…","displayName":"Edge cases"}}]}
 * ```
 *
 * Okta (jelhub/scimgateway 113) and authentik (NETWAYS/struudel 4): PATCH messages without `schemas`. One that
 * names another schema is no PATCH message, and is sent by nobody.
 */
export const patchSchemasMissing = Object.freeze<Rewrite>({
  name: 'patch-schemas-missing',
  evidence: 'Okta (jelhub/scimgateway 113), authentik (NETWAYS/struudel 4)',
  switches: { requirePatchSchema: false },
});
