import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"op":"Remove","path":"members","value":[{"$ref":null,"value":"f648f8d5-ea4e-4f24-b5a4-5d5d3d5b8a52"}]}
 * ```
 *
 * Microsoft Entra ID, "Develop and plan provisioning for a SCIM endpoint"; JumpCloud (comments in ssoready); authentik
 * (source). The listed elements are meant. RFC 7644 section 3.5.2.2 knows no value, and would empty the group.
 */
export const removeWithValueArray = Object.freeze<Rewrite>({
  name: 'remove-with-value-array',
  evidence: 'Microsoft Entra ID (provisioning guide), JumpCloud (ssoready), authentik (source)',
  switches: { removeWithValue: 'select' },
});
