import { badRequest } from '../errors/bad-request.ts';
import type { VersionCondition } from '../operations/context.ts';

/**
 * Reads `If-Match` or `If-None-Match`. SCIM's own examples send weak tags in `If-Match`, under which RFC 7232 would never
 * match; so the opaque part is what is compared (VER-06).
 *
 * @returns `*`, the opaque parts of the listed tags, or `undefined` when the header is absent.
 * @throws ScimError 400 when the header is no list of entity tags.
 * @see RFC 7644 section 3.14
 */
export function readCondition(name: string, header: string | undefined): VersionCondition | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (text === '*') return '*';
  const tags: string[] = [];
  let rest = text;
  while (rest !== '') {
    const match = /^(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,\s*|$)/.exec(rest);
    if (match === null) return bareTag(name, text);
    tags.push(match[1] ?? '');
    rest = rest.slice(match[0].length);
  }
  if (tags.length === 0) throw malformed(name);
  return tags;
}

/** Some clients strip the quotes: a single tag without them is understood. */
function bareTag(name: string, text: string): VersionCondition {
  const match = /^(?:W\/)?([A-Za-z0-9._-]{1,128})$/.exec(text);
  if (match?.[1] === undefined) throw malformed(name);
  return [match[1]];
}

function malformed(name: string): Error {
  return badRequest(
    'invalidSyntax',
    `The header ${name} has to be * or a list of entity tags such as W/"3".`,
  );
}
