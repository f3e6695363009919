/**
 * Any JSON value.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8259 RFC 8259}
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

/**
 * What a scenario asks of the server before it makes sense to run it.
 *
 * - `groups`: the Group resource type is served.
 * - `patch`: PATCH is served (RFC 7644 section 3.5.2 makes it optional).
 * - `empty tenant`: counts in answers must be exact, so nothing but the scenario's own resources may exist.
 * - `enterprise extension`: the enterprise User extension is declared.
 * - `unique group names`: a second group of the same `displayName` is refused with 409. RFC 7643 does not ask
 *   for it.
 * - `roles and entitlements`: custom resource types `Role` (at `/Roles`, holding `role-1` "First Role" and
 *   `role-2` "Second Role") and `Entitlement` (at `/Entitlements`, holding `entitlement-1` "First
 *   Entitlement", whose `type` is `Entitlement`).
 */
export type Need =
  | 'groups'
  | 'patch'
  | 'empty tenant'
  | 'enterprise extension'
  | 'unique group names'
  | 'roles and entitlements';

/**
 * Who makes the request of a step: the identity provider (`client`), or the test, to prepare the server
 * (`setup`) or to read its state back (`check`). Only `client` steps are claims about what a client sends.
 */
export type StepRole = 'client' | 'setup' | 'check';

/**
 * How well founded a claim about a client is, from a log of a live client down to a guess that covers both
 * forms.
 */
export type Grade =
  | 'observed'
  | 'documented'
  | 'vendor test file'
  | 'client source code'
  | 'reported'
  | 'specification'
  | 'inferred'
  | 'not confirmed';

/** A {@link Grade}, alone or qualified in words: `documented (path), query inferred`. */
export type Confidence = Grade | `${Grade} ${string}`;

/**
 * The request of a step. `${name}` in any string is replaced by the variable of that name.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7644#section-3 RFC 7644 section 3}
 */
export interface StepRequest {
  readonly method: string;
  /** Starts with `/` and is appended to the base URL. Variables are inserted percent-encoded. */
  readonly path: string;
  /**
   * An object of decoded names and values, which are encoded here; or a raw string where the encoding is the
   * point of the step. In a raw string only blanks and double quotes are encoded, because they cannot stand
   * in a URL. The empty string means a bare `?` after the path.
   */
  readonly query?: string | Readonly<Record<string, string>>;
  /** All headers of the request; no `Authorization` is added that is not here. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** Name of a saved value to use as the body, for clients that read, change and write back. */
  readonly bodyFrom?: string;
  /** JSON Merge Patch (RFC 7396) applied to a copy of the value named by `bodyFrom`. */
  readonly merge?: Json;
}

/** What the answer to a step has to look like. Members that are not named here may have any value. */
export interface Expectation {
  /** The status, or a list of acceptable ones. */
  readonly status: number | readonly number[];
  /** Names are compared without case; the value received must start with the text given. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Partial match, see {@link matchBody}. Not looked at when the answer is a 204. */
  readonly body?: Json;
  /** JSON paths that must be missing, `null` or `[]`. Not looked at when the answer is a 204. */
  readonly absent?: readonly string[];
}

/** One exchange of a {@link Scenario}. */
export interface ScenarioStep {
  readonly name: string;
  readonly by: StepRole;
  /** Where the shape of a client's request is known from. */
  readonly source?: string;
  readonly confidence?: Confidence;
  /**
   * Present where the client departs from RFC 7643 or RFC 7644: a server that follows the letter may refuse.
   */
  readonly deviates?: string;
  /** Why the step matters. */
  readonly note?: string;
  /** Do the step for every value of `var`, both ends included. */
  readonly repeat?: { readonly var: string; readonly from: number; readonly to: number };
  readonly request: StepRequest;
  readonly expect: Expectation;
  /** Variable names and the JSON paths in the answer to fill them from; `$` saves the whole body. */
  readonly save?: Readonly<Record<string, string>>;
}

/**
 * What a SCIM client sends, in order, and what it needs back. A scenario starts on an empty tenant and is run
 * from top to bottom; steps depend on the ones before them. The variable `authorization` is always there: it
 * holds the valid value of the `Authorization` header.
 *
 * @example
 * ```ts
 * import type { Scenario } from '@scimkit/testkit';
 *
 * const headers = { Accept: 'application/scim+json', Authorization: '${authorization}' };
 *
 * const ghost: Scenario = {
 *   client: 'acme',
 *   name: 'acme/ghost',
 *   title: 'A user that does not exist is a 404 with a SCIM error',
 *   confidence: 'specification',
 *   needs: [],
 *   steps: [
 *     {
 *       name: 'Read a user that is not there',
 *       by: 'client',
 *       request: { method: 'GET', path: '/Users/ghost', headers },
 *       expect: { status: 404, body: { status: '404' } },
 *     },
 *   ],
 * };
 * ```
 */
export interface Scenario {
  /** The client the traffic belongs to: `okta`, `entra`, or a name of your own. */
  readonly client: string;
  /** Unique name, by custom `client/what-it-is`. */
  readonly name: string;
  readonly title: string;
  readonly about?: string;
  readonly confidence: Confidence | 'mixed';
  readonly needs: readonly Need[];
  readonly steps: readonly ScenarioStep[];
}
