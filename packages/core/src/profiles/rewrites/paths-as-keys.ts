import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"op":"replace","value":{"displayName":"Bjfe","name.givenName":"Kkom","name.familyName":"Unua",
 *  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"Aklq"}}
 * ```
 *
 * Microsoft Entra ID with `aadOptscim062020` in the tenant URL, "Known issues and resolutions with SCIM 2.0 protocol
 * compliance"; recorded runs of the SCIM validator.
 */
export const pathsAsKeys = Object.freeze<Rewrite>({
  name: 'paths-as-keys',
  evidence: 'Microsoft Entra ID (known issues, SCIM validator)',
  switches: { pathsAsKeys: true },
});
