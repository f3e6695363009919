import type { Rewrite } from '../rewrite.ts';
import { readBooleanWord } from './read-boolean-word.ts';

/**
 * ```json
 * {"op":"add","path":"roles[primary eq \"True\"].display","value":"TQBJFQYVJCAG"}
 * ```
 *
 * Microsoft Entra ID, recorded runs of the SCIM validator; "Customize application attributes" for single app roles.
 */
export const booleanStringInFilter = Object.freeze<Rewrite>({
  name: 'boolean-string-in-filter',
  evidence: 'Microsoft Entra ID (SCIM validator, app role mappings)',
  filterLiteral: (literal, attribute) =>
    attribute.type === 'boolean' ? readBooleanWord(literal) : undefined,
});
