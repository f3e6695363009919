import { badRequest } from '../errors/bad-request.ts';
import { isAttributeName, isAttributePath } from './attribute-path-syntax.ts';
import { defaultFilterLimits } from './filter-limits.ts';
import { quoted } from './invalid-filter.ts';

/** The parts of a PATCH path. */
export interface SplitPath {
  /** What stands before the brackets, or the whole path without any: `emails`, `name.givenName`, `urn:…:User:manager`. */
  readonly attribute: string;
  /** What stands between the brackets; never blank. */
  readonly filter?: string;
  /** The sub-attribute after the brackets. */
  readonly sub?: string;
}

/**
 * Splits the path of a PATCH operation at its brackets. Brackets inside string literals are not mistaken for them:
 * `roles[value eq "a]b"].display` is `{ attribute: 'roles', filter: 'value eq "a]b"', sub: 'display' }`.
 *
 * @param path - The path as received.
 * @throws ScimError 400 `invalidPath` when it is no path: `emails[`, `a..b`, `emails[0]`. Whether the attribute exists
 *   and the filter is one, the resolver and `compileValueFilter` say.
 * @see RFC 7644 section 3.5.2, figure 7
 */
export function splitPath(path: string): SplitPath {
  const { maxLength } = defaultFilterLimits;
  if (path.length > maxLength) throw invalidPath(path, `it is longer than ${maxLength} characters`);
  const open = path.indexOf('[');
  const attribute = open < 0 ? path : path.slice(0, open);
  if (!isAttributePath(attribute))
    throw invalidPath(path, `${quoted(attribute)} is not the name of an attribute`);
  if (open < 0) return { attribute };
  const close = closingBracket(path, open);
  if (close < 0) throw invalidPath(path, 'its bracket is never closed');
  const filter = path.slice(open + 1, close);
  if (/^\s*-?\d*\s*$/.test(filter)) {
    throw invalidPath(
      path,
      'values are selected by a filter such as [type eq "work"], not by their position',
    );
  }
  const rest = path.slice(close + 1);
  if (rest === '') return { attribute, filter };
  if (!rest.startsWith('.') || !isAttributeName(rest.slice(1))) {
    throw invalidPath(path, 'only a dot and the name of a sub-attribute can follow the brackets');
  }
  return { attribute, filter, sub: rest.slice(1) };
}

/** The `]` that belongs to the `[` at `open`: the first one outside of string literals, since brackets do not nest. */
function closingBracket(path: string, open: number): number {
  let inString = false;
  for (let at = open + 1; at < path.length; at += 1) {
    const char = path[at];
    if (char === '"') inString = !inString;
    else if (char === '\\' && inString) at += 1;
    else if (char === ']' && !inString) return at;
  }
  return -1;
}

function invalidPath(path: string, reason: string): Error {
  // The filter may hold personal data; the name in front of it does not.
  const shown = path.replace(/\[.*$/s, '[…]');
  return badRequest('invalidPath', `The path ${quoted(shown)} is not valid: ${reason}.`);
}
