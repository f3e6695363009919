import type { Result } from '../operations/context.ts';
import type { MemberPages } from '../operations/member-pages.ts';
import { renderResource, type Site } from './render-resource.ts';
import { comesInPieces, resourcePieces } from './resource-pieces.ts';

type ResultList = Extract<Result, { kind: 'list' }>;

const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** So much text is gathered before it is sent, in UTF-16 units: pieces of a few bytes each would cost more to send. */
const enough = 65_536;

/** The JSON text of a page. RFC 7644 section 3.4.2. */
export function renderList(site: Site, result: ResultList): string {
  let text = headOf(result);
  let first = true;
  for (const { model, stored, representation } of result.resources) {
    if (!first) text += ',';
    first = false;
    text += renderResource(site, model, stored, representation, undefined, result.referred);
  }
  return `${text}]}`;
}

/** The same text in pieces, for a page with resources whose members are not all at hand. */
export async function* listPieces(
  site: Site,
  result: ResultList,
  pages: MemberPages,
): AsyncGenerator<string, void> {
  let text = headOf(result);
  let first = true;
  for (const shown of result.resources) {
    if (!first) text += ',';
    first = false;
    if (comesInPieces(shown)) {
      for await (const piece of resourcePieces(site, shown, pages, undefined, result.referred)) {
        yield text + piece;
        text = '';
      }
    } else {
      const { model, stored, representation } = shown;
      text += renderResource(site, model, stored, representation, undefined, result.referred);
    }
    if (text.length < enough) continue;
    yield text;
    text = '';
  }
  yield `${text}]}`;
}

function headOf({ resources, total, startIndex, nextCursor, previousCursor }: ResultList): string {
  let text = `{"schemas":["${listSchema}"],"totalResults":${total}`;
  if (startIndex !== undefined) text += `,"startIndex":${startIndex}`;
  text += `,"itemsPerPage":${resources.length}`;
  // Sealed cursors are made of letters, digits, "-" and "_" alone (CUR-02).
  if (previousCursor !== undefined) text += `,"previousCursor":"${previousCursor}"`;
  if (nextCursor !== undefined) text += `,"nextCursor":"${nextCursor}"`;
  return `${text},"Resources":[`;
}
