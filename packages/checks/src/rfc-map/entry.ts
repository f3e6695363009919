/** What the project says about one requirement, and where it can be seen. */
export interface Entry {
  /** As in the list of requirements: `FLT-18`. */
  readonly id: string;
  readonly level: 'MUST' | 'SHOULD' | 'MAY' | 'impl' | 'pick';
  /** `S` is RFC 7643, `P` RFC 7644, `C` RFC 9865, `E` RFC 9967: `P3.4.2.2`. */
  readonly source: string;
  /** The requirement in a few words of our own. */
  readonly text: string;
  readonly verdict: 'met' | 'declined' | 'not applicable';
  /** Files that do it, from the root of the repository. */
  readonly where: readonly string[];
  /**
   * Tests that show it beside those whose names begin with its id, which are found without being listed: conformance cases
   * and tests named `REP-01 REP-08: …`. Any distinctive part of the name of a test; each has to be found in exactly the words
   * of its file.
   */
  readonly shownBy: readonly string[];
  /** For a reading that was picked: which and why. For what is not done: why. */
  readonly reason?: string;
}
