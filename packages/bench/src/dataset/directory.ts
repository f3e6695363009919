import type { Sizes } from './sizes.ts';

/** A user of a filled server. */
export interface KnownUser {
  readonly id: string;
  readonly userName: string;
}

/** What a server made when it was filled: servers choose ids themselves, so the client has to be told. */
export interface Directory {
  readonly sizes: Sizes;
  /** Users spread evenly over each tenant. */
  readonly users: Readonly<Record<Tenant, readonly KnownUser[]>>;
  /** Ids of users that are in no group. */
  readonly spare: readonly string[];
  /** Ids of the groups of ten. */
  readonly smallGroups: readonly string[];
  /** The id of the group that has every user but the spare ones. */
  readonly bigGroup: string;
}

export const tenants = ['small', 'large'] as const;
export type Tenant = (typeof tenants)[number];

/** The one token of every server; it is no secret. */
export const token = 'scimkit-benchmark-token-of-no-value';
