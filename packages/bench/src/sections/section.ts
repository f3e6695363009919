import type { Opened } from '../harness/open-contender.ts';
import type { StoreName } from '../options.ts';
import type { CompetitorName } from '../servers/competitors.ts';

/** The servers that are compared on one store. */
export interface Section {
  readonly store: StoreName;
  /** Starts and fills them. `close` ends them and removes what they left. */
  readonly open: () => Promise<{ readonly opened: readonly Opened[]; readonly close: () => Promise<void> }>;
  /** The server that gives the answers for the fixed ones. */
  readonly model: CompetitorName;
  /** The server whose library is also measured without HTTP. */
  readonly inside: CompetitorName;
}
