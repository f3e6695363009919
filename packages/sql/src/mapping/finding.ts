/** Something about the application's tables that does not fit their mapping. */
export interface Finding {
  /** `error`: the store refuses to work. `warning`: it works, but slowly, or refuses some writes. */
  readonly severity: 'error' | 'warning';
  readonly table: string;
  readonly column?: string;
  /** A sentence that says what is wrong and what follows from it. */
  readonly message: string;
  /** A statement of SQL that mends it, where one can: look at it before you run it. */
  readonly ddl?: string;
  /** A change of the mapping, or of the application, that mends it. */
  readonly advice?: string;
}

/** What is known about a column, or about a whole table. */
export type Place = Pick<Finding, 'table' | 'column'>;

/** A finding with which the store works. */
export function warning(place: Place, message: string, mend: Pick<Finding, 'ddl' | 'advice'>): Finding {
  return { severity: 'warning', ...place, message, ...mend };
}
