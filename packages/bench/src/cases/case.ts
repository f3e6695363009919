import type { Directory, Tenant } from '../dataset/directory.ts';
import type { CompetitorName } from '../servers/competitors.ts';

/** A request below the mount path `/scim/v2/:org`. */
export interface BenchRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly tenant: Tenant;
  /** What follows the service root: `/Users/2819c223`. */
  readonly path: string;
  /** Without `?`, percent-encoded; empty when there is none. */
  readonly query: string;
  readonly body?: string;
}

/** Something an identity provider does, measured by itself. */
export interface Case {
  /** For `--only`. */
  readonly name: string;
  readonly title: (directory: Directory) => string;
  /** The answers that count as success. A server may answer PATCH with the resource or with nothing. */
  readonly statuses: readonly number[];
  /** Tells from the text of an answer whether the work was done; for the check before the measurement. */
  readonly isRight: (text: string, request: BenchRequest) => boolean;
  /** The request with a running number, which never repeats for a server. */
  readonly request: (directory: Directory, number: number) => BenchRequest;
  /** Servers that take so many seconds for a request that only `--full` waits for them. */
  readonly onlyFull?: readonly CompetitorName[];
  /** How many different requests there are; a case that changes things stops there. */
  readonly supply?: (directory: Directory) => number;
}
