/** A reference to another resource, as a filter sees it. */
export interface SubjectReference {
  readonly type: string;
  readonly id: string;
  readonly display?: string;
  /** Only of the derived side: in the group by way of another group. */
  readonly indirect?: boolean;
}

/** What a filter is held against: the parts of a stored resource that filters can ask for. `Stored` is one. */
export interface FilterSubject {
  readonly type: string;
  readonly id: string;
  /** Opaque; `meta.version` is the entity tag `W/"…"` around it. */
  readonly version?: string;
  /** Epoch milliseconds. */
  readonly created: number;
  /** Epoch milliseconds. */
  readonly modified: number;
  /** In canonical form: without `id`, `meta`, reference sets and what is derived from them. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The reference set; without it, conditions on it see no value. */
  readonly members?: readonly SubjectReference[];
  /** The derived side; without it, conditions on it see no value. */
  readonly memberOf?: readonly SubjectReference[];
}
