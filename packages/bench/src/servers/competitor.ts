import type { RequestListener } from 'node:http';
import type { BenchRequest } from '../cases/case.ts';
import type { Directory } from '../dataset/directory.ts';
import type { Sizes } from '../dataset/sizes.ts';
import type { Answers } from './messages.ts';

/** What a server may need to start. */
export interface Setup {
  readonly sizes: Sizes;
  /** The database file, for those that have one. */
  readonly file: string;
}

/** A server under measurement, in its own process. */
export interface Competitor {
  readonly listener: RequestListener;
  /** Fills the server. Absent when it holds nothing, or is given what another one has made. */
  readonly fill?: (sizes: Sizes) => Promise<Directory>;
  /** Runs a request past HTTP and gives the status. */
  readonly handle?: (request: BenchRequest) => Promise<number>;
  /** Takes the answers to give, for a server that has none of its own. */
  readonly fix?: (answers: Answers) => void;
  /** Writes everything to the file and lets go of it, so that it can be copied. */
  readonly settle?: () => void;
}

export type Start = (setup: Setup) => Promise<Competitor>;
