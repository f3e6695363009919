const pair = /([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:([!#$%&'*+.^_`|~0-9A-Za-z:[\]-]+)|"((?:[^"\\]|\\.)*)")/y;

/**
 * Reads a `Forwarded` header: one map for every proxy on the way, the nearest last, with the parameter names in
 * lower case.
 *
 * @returns `undefined` when the header does not follow its grammar: half of it must not be believed.
 * @see RFC 7239 section 4
 */
export function parseForwarded(header: string): readonly ReadonlyMap<string, string>[] | undefined {
  const elements: Map<string, string>[] = [];
  let current = new Map<string, string>();
  let at = 0;
  while (at < header.length) {
    pair.lastIndex = at;
    const match = pair.exec(header);
    if (match !== null) {
      const [whole, name = '', token, quoted = ''] = match;
      current.set(name.toLowerCase(), token ?? quoted.replace(/\\(.)/g, '$1'));
      at += whole.length;
    }
    // Empty pairs and empty elements are allowed by the list rule of HTTP.
    const separator = header[at];
    if (separator === ',') {
      elements.push(current);
      current = new Map();
    } else if (separator !== ';' && separator !== ' ' && separator !== '\t' && separator !== undefined) {
      return undefined;
    }
    at += 1;
  }
  elements.push(current);
  return elements.filter((element) => element.size > 0);
}
