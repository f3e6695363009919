import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"managerId":null,"displayName":""}}}
 * {"value":[{"displayName":"new User","value":"2819c223"}]}
 * ```
 *
 * OneLogin's body template; AzureAD/SCIMReferenceCode, PostmanCollection.json; Okta sends back whatever it once read. What
 * no schema defines is left out: RFC 7644 section 3.1 has the server read a request in the light of its own schema.
 */
export const unknownAttributesIgnored = Object.freeze<Rewrite>({
  name: 'unknown-attributes-ignored',
  evidence: 'OneLogin (body template), AzureAD/SCIMReferenceCode, Okta (live PUT requests)',
  switches: { unknownAttributes: 'ignore' },
});
