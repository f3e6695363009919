import type { Rewrite } from '../rewrite.ts';

/**
 * ```
 * GET /Users?filter=externalId eq jyoung
 * ```
 *
 * Microsoft, "Develop and plan provisioning for a SCIM endpoint" and AzureAD/SCIMReferenceCode, PostmanCollection.json. No
 * recorded request of the service itself looks like this.
 */
export const unquotedFilter = Object.freeze<Rewrite>({
  name: 'unquoted-filter',
  evidence: 'Microsoft (provisioning guide, AzureAD/SCIMReferenceCode)',
  switches: { tolerateUnquoted: true },
});
