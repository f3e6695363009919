import type { Rewrite } from '../rewrite.ts';
import { readBooleanWord } from './read-boolean-word.ts';

/**
 * ```json
 * {"op":"Replace","path":"active","value":"False"}
 * {"roles":[{"primary":"True","value":"Admin"}]}
 * {"userName":"one.login@example.com","active":"true"}
 * ```
 *
 * Microsoft Entra ID, "Known issues and resolutions with SCIM 2.0 protocol compliance" and recorded runs of the SCIM
 * validator; OneLogin, body template with `"active":"{$user.active}"`.
 */
export const booleanString = Object.freeze<Rewrite>({
  name: 'boolean-string',
  evidence: 'Microsoft Entra ID (known issues, SCIM validator), OneLogin (body template)',
  value: (value, attribute) => (attribute.type === 'boolean' ? readBooleanWord(value) : undefined),
});
