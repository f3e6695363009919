import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":{"value":""}}
 * ```
 *
 * Microsoft Entra ID, recorded runs of the SCIM validator ("Remove Manager"). The empty `value` of a single complex
 * attribute is dropped; an object that has nothing else clears the attribute.
 */
export const emptyValueObjectClears = Object.freeze<Rewrite>({
  name: 'empty-value-object-clears',
  evidence: 'Microsoft Entra ID (SCIM validator)',
  drop: (value, { name, parent }) =>
    value === '' &&
    name === 'value' &&
    parent?.type === 'complex' &&
    !parent.multiValued &&
    !parent.extension,
});
