/** A piece of the request for an error sentence: in quotation marks, cut to 60 characters. */
export function quote(text: string): string {
  return text.length > 60 ? `"${text.slice(0, 60)}…"` : `"${text}"`;
}

/** A path for an error sentence. What it compares with may be personal data, so the filter is left out. */
export function quotePath(path: string): string {
  const open = path.indexOf('[');
  if (open < 0) return quote(path);
  const close = path.lastIndexOf(']');
  return quote(`${path.slice(0, open)}[…]${close > open ? path.slice(close + 1) : ''}`);
}
