/**
 * The error keywords of RFC 7644 section 3.12, table 9, and of RFC 9865 section 2.1.
 *
 * @see RFC 7644 section 3.12
 */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/** What a {@link ScimError} may carry besides its status and sentence. */
export interface ScimErrorOptions {
  /** The keyword of RFC 7644 table 9, where one fits. */
  readonly scimType?: ScimType;
  /** Response headers that belong to this error, for example `retry-after`. Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What went wrong underneath. It goes to the log and never to the client. */
  readonly cause?: unknown;
}

/**
 * An error that has an answer: an HTTP status, a SCIM keyword and a sentence that helps the person who sent
 * the request. Everything else that is thrown becomes a 500 without a word of what happened inside.
 *
 * @see RFC 7644 section 3.12
 * @example
 * ```ts
 * import { ScimError } from '@scimkit/core';
 *
 * throw new ScimError(409, 'Another user has the userName "jo".', { scimType: 'uniqueness' });
 * ```
 */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  /** The HTTP status code, for example `400`. */
  readonly status: number;
  /** The SCIM error keyword, if the status has one. */
  readonly scimType: ScimType | undefined;
  /** Response headers that belong to the error. */
  readonly headers: Readonly<Record<string, string>> | undefined;

  /**
   * @param status - HTTP status code, 400 to 599.
   * @param detail - A sentence for the person who sent the request. It must hold no secret.
   * @param options - Keyword, headers and cause.
   */
  constructor(status: number, detail: string, options: ScimErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = status;
    this.scimType = options.scimType;
    this.headers = options.headers;
  }
}
