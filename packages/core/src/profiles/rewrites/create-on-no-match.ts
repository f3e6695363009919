import type { Rewrite } from '../rewrite.ts';

/**
 * ```json
 * {"op":"Add","path":"emails[type eq \"work\"].value","value":"noemail@example.com"}
 * {"op":"Replace","path":"phoneNumbers[type eq \"mobile\"].value","value":"+44 20 7946 0001"}
 * ```
 *
 * Microsoft Entra ID sends both to users that have no such element and expects it to be made (simpleidserver/SimpleIdServer
 * 376, wireapp/wire-server 5419). RFC 7644 section 3.5.2.3 asks for `noTarget` on replace; erratum 8097 leaves add open.
 */
export const createOnNoMatch = Object.freeze<Rewrite>({
  name: 'create-on-no-match',
  evidence: 'Microsoft Entra ID (simpleidserver/SimpleIdServer 376, wireapp/wire-server 5419)',
  switches: { onNoMatch: 'create' },
});
