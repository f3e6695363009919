/** One operation of a PATCH message, its `op` in lower case. RFC 7644 section 3.5.2. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path?: string;
  readonly value?: unknown;
}
