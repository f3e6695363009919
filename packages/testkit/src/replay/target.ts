/** The server to run scenarios against. */
export interface Target {
  /** The SCIM base URL, for example `https://app.example.com/scim/v2`. */
  readonly baseUrl: string;
  /** The whole value of the `Authorization` header: `Bearer …`. It goes into requests and into no report. */
  readonly authorization: string;
  /**
   * Carries a request out; the global `fetch` by default. Always called with one `Request`, so that a
   * web-standard handler (`(request: Request) => Promise<Response>`) can stand here and no network is needed.
   */
  readonly fetch?: (request: Request) => Promise<Response>;
}
