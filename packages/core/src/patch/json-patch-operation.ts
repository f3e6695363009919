/** One change of a document, as RFC 6902 writes it. `path` is a JSON Pointer (RFC 6901). */
export interface JsonPatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: unknown;
}

/** The JSON Pointer of a place. */
export function toPointer(place: readonly (string | number)[]): string {
  let pointer = '';
  for (const step of place) pointer += `/${escapeStep(step)}`;
  return pointer;
}

/** RFC 6901 section 3. Schemas may be named by `http` URIs, which have slashes. */
function escapeStep(step: string | number): string {
  if (typeof step === 'number') return String(step);
  return step.includes('~') || step.includes('/') ? step.replaceAll('~', '~0').replaceAll('/', '~1') : step;
}
