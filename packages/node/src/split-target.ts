/** A request target, taken apart. */
export interface RequestTarget {
  /** The authority of an absolute-form target; it outranks the Host header. */
  readonly authority?: string;
  /** Percent-encoded; begins with a slash, except for `*`. */
  readonly path: string;
  /** Without `?`; empty when there is none. */
  readonly query: string;
}

const absoluteForm = /^https?:\/\/([^/?]*)/i;
// What cannot stand in a request target: all but visible ASCII, and `#`. Node lets the latter through, and in HTTP/2
// raw UTF-8 as well, read as Latin-1. In a base URL it would end up in the locations of answers.
const notInTarget = /[^!"$-~]/u;
const everyNotInTarget = /[^!"$-~]/gu;

/**
 * Takes a request target apart without resolving anything: `//Users`, `..` and escapes stay as they came, because
 * whatever normalises them here would see another path than the proxy in front did.
 *
 * @see RFC 9112 section 3.2
 */
export function splitTarget(url: string): RequestTarget {
  let target = notInTarget.test(url) ? url.replace(everyNotInTarget, percentEncoded) : url;
  let authority: string | undefined;
  if (target.charCodeAt(0) !== 0x2f) {
    const match = absoluteForm.exec(target);
    if (match !== null) {
      authority = match[1];
      target = target.slice(match[0].length);
    }
  }
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? '' : target.slice(mark + 1);
  return authority === undefined ? { path, query } : { authority, path: path || '/', query };
}

/** One character as its bytes: up to U+00FF it is a byte itself. */
function percentEncoded(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xff) return code >= 0xd800 && code <= 0xdfff ? '%EF%BF%BD' : encodeURIComponent(character);
  return `%${code.toString(16).toUpperCase().padStart(2, '0')}`;
}
