import type { AttributeRef } from './attribute-ref.ts';

/** How forgiving reading a body is, and what it is bounded by. Client profiles make these. */
export interface ReadOptions {
  /** What becomes of attributes that no schema of the resource type defines: `refuse` is 400 `invalidSyntax` (REP-20). */
  readonly unknownAttributes: 'ignore' | 'refuse';
  /**
   * Turns a value whose JSON type does not fit into one that does, for example `"True"` into `true`, or one object into
   * a list of it. Tried only when the type does not fit; `undefined` means that it is none of its cases.
   *
   * `level` is `element` when the value is one element of a multi-valued attribute, `whole` otherwise.
   */
  readonly coerce?: (value: unknown, attribute: AttributeRef, level: 'whole' | 'element') => unknown;
  /** True for a simple value that means "no value", such as the empty strings of lenient profiles. */
  readonly dropValue?: (value: unknown, attribute: AttributeRef) => boolean;
  /** `check` holds `schemas` to RFC 7643 section 3 (REP-02 to REP-04); `complete` takes it as it comes. */
  readonly schemas: 'check' | 'complete';
  /** Told when `complete` took what `check` would have refused. */
  readonly onSchemasCompleted?: () => void;
  /** The longest key that the store can hold, in code points. */
  readonly maxKeyLength: number;
  /** Told the path of each attribute that is ignored because no schema defines it; of the first hundred at most. */
  readonly onIgnored?: (path: string) => void;
}

/** One reference to another resource, as a client named it. */
export interface ReadMember {
  readonly id: string;
  readonly type?: string;
}

/** What {@link readDocument} made of a body. */
export interface ReadResult {
  /**
   * The document in canonical form: names as the schema spells them, in the order of the definition, without `id`,
   * `meta`, reference sets, and anything readOnly. Secrets (writeOnly attributes) are still in it.
   */
  readonly document: Record<string, unknown>;
  /** The reference set, when the body names it; empty when it is named with `null` or `[]`. */
  readonly members?: readonly ReadMember[];
  /** Paths of the attributes that the body sets to `null`, `[]` or an empty object, so that no default is put there. */
  readonly assigned: ReadonlySet<string>;
}
