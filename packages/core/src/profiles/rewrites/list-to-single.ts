import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"op":"Replace","path":"displayName","value":["Entra group once more"]}
 * {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
 *  "value":[{"$ref":null,"value":"2819c223-7f76-453a-919d-413861904646"}]}
 * ```
 *
 * Microsoft Entra ID: better-auth/better-auth for displayName, older tutorials for the manager.
 */
export const listToSingle = Object.freeze<Rewrite>({
  name: 'list-to-single',
  evidence: 'Microsoft Entra ID (better-auth/better-auth, older tutorials)',
  value: (value, attribute) =>
    !attribute.multiValued && Array.isArray(value) && value.length === 1 ? (value[0] ?? null) : undefined,
});
