import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"schemas":["urn:scim:schemas:core:2.0","urn:scim:schemas:extension:enterprise:2.0"],"userName":"one.login@example.com"}
 * {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],"displayName":"…"}
 * ```
 *
 * OneLogin, web-server log in goauthentik/authentik 11249: URNs that exist in no RFC. Microsoft Entra ID, "Develop and plan
 * provisioning for a SCIM endpoint": an unknown second schema for groups; extensions whose URN is not listed. Which schemas
 * a resource has follows from its attributes, whatever the body says.
 */
export const bodySchemasIncomplete = Object.freeze<Rewrite>({
  name: 'body-schemas-incomplete',
  evidence: 'OneLogin (goauthentik/authentik 11249), Microsoft Entra ID (provisioning guide)',
  switches: { schemas: 'complete' },
});
