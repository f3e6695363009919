/** A piece of the request for an error sentence: in quotation marks, cut to 60 characters. */
export function quote(text: string): string {
  return text.length > 60 ? `"${text.slice(0, 60)}…"` : `"${text}"`;
}
