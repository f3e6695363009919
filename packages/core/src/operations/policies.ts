import type { Scope } from '../storage/port.ts';

/** A value of a secret attribute on its way in, for example a new password. */
export interface IncomingSecret {
  readonly scope: Scope;
  /** The resource type's name. */
  readonly type: string;
  /** The resource's id; absent while it is being created. */
  readonly id?: string;
  /** The attribute's path, for example `password`. */
  readonly path: string;
  /** The value in clear, prepared as RFC 8265 section 4.2 has it. It must not be kept, logged or put into an error. */
  readonly value: string;
}

/**
 * Turns a secret into what may be stored in its place, for example a hash. A `ScimError` refuses it (password
 * policy). `undefined` stores nothing.
 */
export type SealSecret = (secret: IncomingSecret) => string | undefined | Promise<string | undefined>;

/** What a server does where the protocol leaves the choice. All of it is data. */
export interface Policies {
  /**
   * What becomes of attributes declared `secret`, such as `password`. `ignore`, the default, accepts and forgets them:
   * Okta sends a random password with every user, also when password sync is off. A function makes what is stored.
   */
  readonly secrets: 'ignore' | SealSecret;
  /** Members that do not exist in the tenant: `reject` the request with 400, which is the default, or `skip` them. */
  readonly unknownMembers: 'reject' | 'skip';
  /**
   * What PATCH answers. `auto`, the default, sends the resource, but 204 for types with a reference set, so that adding
   * one member to a group never loads the others. `resource` and `noContent` are meant literally; a client that names
   * `attributes` always gets a resource (RFC 7644 section 3.5.2).
   */
  readonly patchAnswer: 'auto' | 'resource' | 'noContent';
  /**
   * `perOperation`, the default, commits each operation of a bulk request by itself, as RFC 7644 section 3.7 has it.
   * `atomic` commits all of them or none; the store has to support transactions.
   */
  readonly bulk: 'perOperation' | 'atomic';
  /**
   * Attributes whose values must not be in URLs, and so not in the logs of proxies, such as `phoneNumbers`, `name.familyName`
   * or `urn:…:enterprise:2.0:User:employeeNumber`. A GET with a filter on one of them, or on a part of it, gets 403
   * `sensitive`; POST to `.search` takes it. None by default: identity providers look users up by a filter in a GET.
   * RFC 7644 section 7.5.2.
   */
  readonly sensitiveFilters: readonly string[];
  /**
   * Whether text has to be what its attribute's `format` says: `country` two letters of ISO 3166-1, a certificate exactly
   * one. `free`, the default, takes what directories have; `checked` is 400 `invalidValue` (RFC 7643 section 4.1.2).
   */
  readonly formats: 'free' | 'checked';
}

/** What holds when nothing is said. */
export const defaultPolicies: Policies = {
  secrets: 'ignore',
  unknownMembers: 'reject',
  patchAnswer: 'auto',
  bulk: 'perOperation',
  sensitiveFilters: [],
  formats: 'free',
};
