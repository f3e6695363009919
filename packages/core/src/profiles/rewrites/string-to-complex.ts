import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
 *  "value":"a2c1f66c-8611-4bcd-852f-54dc340e3d97"}
 * ```
 *
 * Microsoft Entra ID, recorded runs of the SCIM validator: the manager is the bare id. It becomes the `value`.
 */
export const stringToComplex = Object.freeze<Rewrite>({
  name: 'string-to-complex',
  evidence: 'Microsoft Entra ID (SCIM validator)',
  value: (value, attribute) =>
    typeof value === 'string' && value !== '' && !attribute.multiValued && attribute.byName.has('value')
      ? { value }
      : undefined,
});
