import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"op":"add","path":"members","value":"string id 1"}
 * ```
 *
 * Microsoft's AzureAD/SCIMReferenceCode, PostmanCollection.json: a member by its bare id.
 */
export const stringToMember = Object.freeze<Rewrite>({
  name: 'string-to-member',
  evidence: 'AzureAD/SCIMReferenceCode, PostmanCollection.json',
  value: (value, attribute, level) =>
    typeof value === 'string' && value !== '' && level === 'element' && attribute.memberTypes !== undefined
      ? { value }
      : undefined,
});
