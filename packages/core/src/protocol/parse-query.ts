import { badRequest } from '../errors/bad-request.ts';
import { ScimError } from '../errors/scim-error.ts';

/** The query parameters of a request, decoded, each with its values in order. */
export type QueryParameters = ReadonlyMap<string, readonly string[]>;

const none: QueryParameters = new Map();

/**
 * Decodes a query string. `+` is a blank: Okta and Entra ID encode blanks either way, and a plus sign arrives as `%2B`
 * (HTTP-18). Stray `&` and a bare `?` are passed over: OneLogin sends both.
 *
 * @throws ScimError 400 `invalidSyntax` when a part is not valid percent-encoding, 414 over `maxLength` characters.
 */
export function parseQuery(query: string, maxLength: number): QueryParameters {
  if (query === '') return none;
  if (query.length > maxLength) {
    throw new ScimError(
      414,
      `The query string is longer than ${maxLength} characters: send it by POST to /.search.`,
    );
  }
  const parameters = new Map<string, string[]>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    const value = equals === -1 ? '' : decode(part.slice(equals + 1));
    const values = parameters.get(name);
    if (values === undefined) parameters.set(name, [value]);
    else values.push(value);
  }
  return parameters;
}

function decode(text: string): string {
  const blanks = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!blanks.includes('%')) return blanks;
  try {
    return decodeURIComponent(blanks);
  } catch {
    throw badRequest('invalidSyntax', 'The query string is not valid percent-encoding.');
  }
}
