import type { ConformanceClient } from './conformance-client.ts';

/** The groups of requirements that cases are sorted into, in the order in which they run. */
export const areas = [
  'rep',
  'typ',
  'chr',
  'com',
  'res',
  'http',
  'cre',
  'get-lst',
  'flt',
  'srt',
  'pag',
  'prj',
  'sea',
  'put',
  'pat',
  'del',
  'blk',
  'me',
  'err',
  'ver',
  'dsc',
  'ten',
  'sec',
  'cur',
] as const;

/** A group of requirements: `flt` is filtering, `pat` is PATCH. */
export type Area = (typeof areas)[number];

/** A part of SCIM that a server may lack, if its `/ServiceProviderConfig` says so. */
export type OptionalFeature = 'patch' | 'bulk' | 'filter' | 'sort' | 'etag' | 'cursor';

/** One provable statement about a SCIM server. */
export interface ConformanceCase {
  /** The requirements it shows, such as `FLT-18`. */
  readonly requirements: readonly string[];
  /** What the server does, as a sentence without a subject: `ignores the id that a client sends`. */
  readonly name: string;
  /**
   * How binding it is: `must` (the default) comes from a MUST or follows from one; `should` from a SHOULD; `choice` is
   * one reading where the RFCs are silent, contradict themselves, or say MAY.
   */
  readonly level?: 'must' | 'should' | 'choice';
  /** The case is skipped on a server that says it lacks one of these. */
  readonly needs?: readonly OptionalFeature[];
  /**
   * Sends requests and judges the answers. Works beside whatever else the tenant holds: names come from
   * `client.unique`, lists are narrowed by a filter.
   *
   * @throws ConformanceFailure when the server does otherwise.
   */
  readonly run: (client: ConformanceClient) => Promise<void>;
}
