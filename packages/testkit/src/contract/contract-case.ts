import type { Catalog, ConnectionStore, ResourceStore } from '@scimkit/core';

/** One rule of the contract, ready to be run by any test runner. */
export interface ContractCase {
  /** What the rule is about, for example `paging`. */
  readonly topic: string;
  /** The rule as a sentence. */
  readonly name: string;
  /** Opens a store, proves the rule and closes it again; throws an `AssertionError` when the store breaks it. */
  readonly run: () => Promise<void>;
}

/** A store that the contract may write to. */
export interface OpenStore<Store> {
  readonly store: Store;
  /**
   * Makes a tenant that nobody has used, and returns its id. Left out, `createTenant` is called when the store has it,
   * and an id is made up when it has not.
   */
  readonly tenant?: () => string | Promise<string>;
  /** Called when the case is over. */
  readonly close?: () => void | Promise<void>;
}

/**
 * Opens a store for one case. It may be the same store every time: each case works in tenants of its own.
 *
 * `catalog` holds the resource types that the cases use: the built-in `User` and `Group`, and a type with attributes of
 * every data type.
 */
export type OpenResourceStore = (
  catalog: Catalog,
) => OpenStore<ResourceStore> | Promise<OpenStore<ResourceStore>>;

/** Opens a store of tenants and tokens for one case. */
export type OpenConnectionStore = () => OpenStore<ConnectionStore> | Promise<OpenStore<ConnectionStore>>;
