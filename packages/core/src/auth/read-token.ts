/**
 * The token of an `Authorization` header. The scheme `Bearer` may be missing: Okta's "header authentication" sends the
 * field as the admin typed it, and admins paste the bare token.
 *
 * @returns The token, or `undefined` when there is none or the header names another scheme.
 */
export function readToken(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.length > 4096) return undefined;
  const text = authorization.trim();
  const space = text.indexOf(' ');
  if (space === -1) return text === '' || text.toLowerCase() === 'bearer' ? undefined : text;
  if (text.slice(0, space).toLowerCase() !== 'bearer') return undefined;
  const token = text.slice(space + 1).trim();
  return token === '' || token.includes(' ') ? undefined : token;
}
