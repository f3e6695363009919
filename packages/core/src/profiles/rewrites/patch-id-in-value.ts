import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"op":"replace","value":{"id":"abf4dd94-a4c0-4f67-89c9-76b03340cb9b","displayName":"Test SCIMv2"}}
 * {"op":"replace","value":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"…","meta":{"resourceType":"Group"},"displayName":"…"}}
 * ```
 *
 * Okta's SCIM 2.0 reference: every change of a group's name or members is preceded by this; 400 `mutability` puts the push
 * into the error state (Metatavu/keycloak-scim-server 113). authentik's SCIM provider, source and live requests. What is
 * readOnly in such a value is skipped.
 */
export const patchIdInValue = Object.freeze<Rewrite>({
  name: 'patch-id-in-value',
  evidence: 'Okta (SCIM 2.0 reference, Metatavu/keycloak-scim-server 113), authentik (source)',
  switches: { ignoreReadOnlyInValue: true },
});
