import assert from 'node:assert/strict';
import {
  type Applied,
  type Change,
  type Delta,
  type Draft,
  displayOf,
  extractKeys,
  type MemberRef,
  type Next,
  type Page,
  type Query,
  type Removal,
  type ResourceStore,
  type Scope,
  type Stored,
  type StoredDocument,
  type Want,
} from '@scimkit/core';
import { attributeOf, modelOf } from './contract-catalog.ts';

/** Loads everything. */
export const everything: Want = { document: true, members: true, memberOf: true };
/** Loads the document and no memberships. */
export const documentOnly: Want = { document: true, members: false, memberOf: false };

/** When the first write of a case happens; an odd number of milliseconds, so that rounding shows. */
export const epoch = 1_700_000_000_123;

/** What a store is asked besides filter and order. */
type Asked = Partial<Omit<Query, 'page'>> & { readonly page?: Query['page'] };

/** Completes a document with its `schemas`. */
export function documentOf(type: string, attributes: StoredDocument): StoredDocument {
  return { schemas: [modelOf(type).schema], ...attributes };
}

/** What core hands to a store for a document: its keys and its display name. */
export function nextOf(type: string, document: StoredDocument): Next {
  const model = modelOf(type);
  const display = displayOf(model, document);
  return {
    document,
    keys: extractKeys(model, document),
    keyed: model.keyed,
    ...(display === undefined ? {} : { display }),
  };
}

/** A change of `Group.members` with only what matters said. */
export function membersDelta(change: Partial<Omit<Delta, 'attribute'>>): Delta {
  return {
    attribute: attributeOf('Group', 'members'),
    clear: false,
    add: [],
    remove: [],
    unknownMembers: 'reject',
    ...change,
  };
}

/** One tenant of the store under test, with short ways to say the usual. */
export class TenantUnderTest {
  readonly store: ResourceStore;
  readonly scope: Scope;

  constructor(store: ResourceStore, scope: Scope) {
    this.store = store;
    this.scope = scope;
  }

  /** The same tenant by way of another view of the store, or with another scope. */
  by(other: { readonly store?: ResourceStore; readonly signal?: AbortSignal }): TenantUnderTest {
    const { store = this.store, signal } = other;
    return new TenantUnderTest(store, signal === undefined ? this.scope : { ...this.scope, signal });
  }

  apply(type: string, attributes: StoredDocument, more: Partial<Draft> = {}): Promise<Applied> {
    const membership = modelOf(type).membership;
    return this.store.create(this.scope, type, {
      ...nextOf(type, documentOf(type, attributes)),
      at: epoch,
      ...(membership === undefined ? {} : { membership }),
      ...more,
    });
  }

  async create(type: string, attributes: StoredDocument, more: Partial<Draft> = {}): Promise<Stored> {
    return (await this.apply(type, attributes, more)).after;
  }

  user(userName: string, attributes: StoredDocument = {}): Promise<Stored> {
    return this.create('User', { userName, ...attributes });
  }

  group(displayName: string, members: readonly MemberRef[] = []): Promise<Stored> {
    return this.create('Group', { displayName }, { members });
  }

  async users(count: number, prefix = 'user'): Promise<readonly Stored[]> {
    const users: Stored[] = [];
    for (let index = 0; index < count; index += 1) users.push(await this.user(`${prefix}${index}`));
    return users;
  }

  read(type: string, id: string, want: Want = everything): Promise<Stored | undefined> {
    return this.store.read(this.scope, type, id, want);
  }

  /** Reads what has to be there. */
  async get(type: string, id: string, want: Want = everything): Promise<Stored> {
    const stored = await this.read(type, id, want);
    assert(stored !== undefined, `${type} ${id} is not there.`);
    return stored;
  }

  /** Changes what has to be there. */
  async change(type: string, id: string, change: Partial<Change>): Promise<Applied> {
    const applied = await this.update(type, id, change);
    assert(applied !== undefined, `${type} ${id} is not there.`);
    return applied;
  }

  update(type: string, id: string, change: Partial<Change>): Promise<Applied | undefined> {
    return this.store.update(this.scope, type, id, {
      at: epoch + 1000,
      deltas: [],
      want: everything,
      ...change,
    });
  }

  /** Sets attributes of a document, and leaves the others. */
  set(type: string, id: string, attributes: StoredDocument, change: Partial<Change> = {}): Promise<Applied> {
    return this.change(type, id, {
      next: (current) => nextOf(type, { ...current.document, ...attributes }),
      ...change,
    });
  }

  members(
    id: string,
    delta: Partial<Omit<Delta, 'attribute'>>,
    change: Partial<Change> = {},
  ): Promise<Applied> {
    return this.change('Group', id, { deltas: [membersDelta(delta)], ...change });
  }

  remove(type: string, id: string, removal: Partial<Removal> = {}): Promise<Applied | undefined> {
    return this.store.remove(this.scope, type, id, { at: epoch + 2000, ...removal });
  }

  list(type: string, asked: Asked = {}): Promise<Page> {
    return this.store.list(this.scope, type, {
      page: { kind: 'index', offset: 0, limit: 1000 },
      total: 'exact',
      want: documentOnly,
      ...asked,
    });
  }

  async ids(type: string, asked: Asked = {}): Promise<readonly string[]> {
    return (await this.list(type, asked)).resources.map(({ id }) => id);
  }

  async memberIds(group: string): Promise<readonly string[]> {
    return idsOf((await this.get('Group', group)).members ?? []);
  }
}

/** Ids in an order that does not depend on the store's. */
export function idsOf(things: Iterable<{ readonly id: string }>): readonly string[] {
  return Array.from(things, ({ id }) => id).sort();
}
