/** The parameters of a list, wherever they came from: a query string or the body of `.search`. RFC 7644 section 3.4.2. */
export interface ListRequest {
  readonly filter?: string;
  /** True when the request came in a URL, where sensitive values have no place (FLT-35). */
  readonly inUrl?: boolean;
  readonly sortBy?: string;
  readonly sortOrder?: string;
  readonly startIndex?: number;
  readonly count?: number;
  /** Present, perhaps empty, when the client asks for cursor paging. RFC 9865 section 2. */
  readonly cursor?: string;
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}
