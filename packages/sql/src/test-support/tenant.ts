import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Applied,
  compileCatalog,
  compileFilter,
  type Draft,
  displayOf,
  extractKeys,
  type FilterNode,
  Group,
  type Next,
  type Page,
  type Query,
  type ResourceModel,
  type ResourceStore,
  type Scope,
  type StoredDocument,
  User,
} from '@scimkit/core';
import { afterAll } from 'vitest';

/** User and Group, as the tests use them. */
export const catalog = compileCatalog([User, Group]);

/** The model of User or Group. */
export function modelOf(type: string): ResourceModel {
  const model = catalog.byType.get(type);
  if (model === undefined) throw new TypeError(`There is no type ${type}.`);
  return model;
}

/** What core hands to a store for a document. */
export function nextOf(model: ResourceModel, attributes: StoredDocument): Next {
  const document = { schemas: [model.schema], ...attributes };
  const display = displayOf(model, document);
  return {
    document,
    keys: extractKeys(model, document),
    keyed: model.keyed,
    ...(display === undefined ? {} : { display }),
  };
}

/** A scope in a tenant. */
export const scopeOf = (tenant: string): Scope => ({ tenant, connection: 'okta', principal: 'test' });

/** Loads the document alone. */
export const documentOnly = { document: true, members: false, memberOf: false };
/** Loads everything. */
export const everything = { document: true, members: true, memberOf: true };

/** Makes a resource. */
export function create(
  store: ResourceStore,
  scope: Scope,
  model: ResourceModel,
  attributes: StoredDocument,
  more: Partial<Draft> = {},
): Promise<Applied> {
  const { membership } = model;
  const draft = {
    ...nextOf(model, attributes),
    at: 1_700_000_000_000,
    ...(membership && { membership }),
    ...more,
  };
  return store.create(scope, model.name, draft);
}

/** Lists resources of a type. */
export function list(
  store: ResourceStore,
  scope: Scope,
  model: ResourceModel,
  asked: Partial<Query> & { readonly text?: string } = {},
): Promise<Page> {
  const { text, ...query } = asked;
  return store.list(scope, model.name, {
    page: { kind: 'index', offset: 0, limit: 1000 },
    total: 'exact',
    want: documentOnly,
    ...(text === undefined ? {} : { filter: filterOf(model, text) }),
    ...query,
  });
}

/** Compiles a filter. */
export function filterOf(model: ResourceModel, text: string): FilterNode {
  return compileFilter(model, text);
}

/** A folder for database files, which is removed when the tests of the file are over. */
export function temporaryFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'scimkit-sql-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}
