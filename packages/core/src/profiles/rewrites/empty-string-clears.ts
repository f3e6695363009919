import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":""}
 * {"name":{"givenName":"Test","middleName":""}}
 * ```
 *
 * Microsoft Entra ID, recorded runs of the SCIM validator ("Remove Manager"); Okta's SCIM 2.0 reference, and its test plan
 * C9337 for "push empty values". An empty string is no value to filters either (RFC 7644 section 3.4.2.2, `pr`).
 */
export const emptyStringClears = Object.freeze<Rewrite>({
  name: 'empty-string-clears',
  evidence: 'Microsoft Entra ID (SCIM validator), Okta (SCIM 2.0 reference, test plan C9337)',
  drop: (value) => value === '',
});
