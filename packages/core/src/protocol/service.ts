import type { Authenticate } from '../auth/authenticate.ts';
import type { ServerParts } from '../operations/context.ts';
import type { Features } from '../operations/features.ts';
import type { Tolerance } from '../profiles/compile-tolerance.ts';
import type { Log } from './exchange.ts';

/** A server, compiled: what the pipeline needs beside the request. */
export interface Service {
  readonly parts: ServerParts;
  readonly features: Features;
  readonly authenticate: Authenticate;
  /** The tolerance of a profile by its name; the default one for `undefined`. */
  readonly toleranceOf: (profile: string | undefined) => Tolerance;
  /** True when `/ServiceProviderConfig`, `/ResourceTypes` and `/Schemas` need no credentials (DSC-14). */
  readonly publicDiscovery: boolean;
  readonly log: Log;
  /** The clock for durations, in milliseconds. */
  readonly clock: () => number;
  /** Sends the names of fired rewrites back in `x-scim-rewrites`. */
  readonly debug: boolean;
}
