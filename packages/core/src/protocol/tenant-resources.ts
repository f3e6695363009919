import { ScimError } from '../errors/scim-error.ts';
import type { FilterText } from '../filter/filter-writer.ts';
import type { Context, Result } from '../operations/context.ts';
import {
  createResource,
  listMembers,
  listResources,
  lookUpReferences,
  patchResource,
  readResource,
  removeResource,
  replaceResource,
} from '../operations/index.ts';
import type { ListRequest } from '../operations/list-request.ts';
import { wholeRepresentation } from '../operations/represent.ts';
import type { PatchPath, SortPath } from '../schema/attribute-path.ts';
import type { ResourceTypeDefinition } from '../schema/definition.ts';
import type { Infer, InferInput } from '../schema/infer.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Member } from '../storage/port.ts';
import { renderResource, siteOf } from './render-resource.ts';

/** A list as the application gets it. */
export interface ResourceList<Resource> {
  readonly resources: readonly Resource[];
  /** The number of all matches. */
  readonly total: number;
}

/**
 * What to list. `filter` is any text, or what `filterFor` of the same resource type has written; `sortBy` a path of the type.
 *
 * @see RFC 7644 section 3.4.2
 */
export interface ResourceQuery<T extends ResourceTypeDefinition>
  extends Pick<ListRequest, 'startIndex' | 'count'> {
  readonly filter?: FilterText<T['name']>;
  readonly sortBy?: SortPath<T>;
  readonly sortOrder?: 'ascending' | 'descending';
}

/**
 * One operation of a PATCH by the application, its path checked against the resource type: an attribute, or a value path
 * such as `emails[type eq "work"].value`. Without a path, `value` holds attributes.
 *
 * @see RFC 7644 section 3.5.2
 */
export type ResourcePatch<T extends ResourceTypeDefinition> =
  | { readonly op: 'add' | 'replace'; readonly path?: PatchPath<T>; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: PatchPath<T>; readonly value?: unknown };

/** What an application may write: a resource without what the server fills in. `schemas` may be left out. */
export type ResourceInput<T extends ResourceTypeDefinition> = Omit<InferInput<T>, 'schemas'> & {
  readonly schemas?: readonly string[];
};

/**
 * The resources of one tenant, for the application itself: the same operations, rules and events as over HTTP, without HTTP
 * and without `authorize`. Resource types are named by their definitions, so that everything is typed.
 *
 * Code that gets its paths at run time says so: `list<ResourceTypeDefinition>(User, { sortBy: column })` takes any string,
 * which the server checks as it does over HTTP.
 *
 * @example
 * ```ts
 * import { filterFor, type TenantResources, User } from '@scimkit/core';
 *
 * declare const resources: TenantResources;
 *
 * const users = filterFor(User);
 * const { resources: idle } = await resources.list(User, {
 *   filter: users.and(users.eq('active', true), users.lt('meta.lastModified', new Date('2025-01-01T00:00:00Z'))),
 *   sortBy: 'meta.lastModified',
 * });
 * for (const { id } of idle) {
 *   await resources.patch(User, id, [{ op: 'replace', path: 'active', value: false }]);
 * }
 * ```
 */
export interface TenantResources {
  /**
   * Creates a resource.
   *
   * @param type - Its resource type, as given to `createScimServer`.
   * @param input - Its attributes.
   * @param options - `id`: only where the application issues ids, as for the roles that Okta lists.
   * @throws ScimError 400 or 409.
   */
  create<T extends ResourceTypeDefinition>(
    type: T,
    input: ResourceInput<T>,
    options?: { readonly id?: string },
  ): Promise<Infer<T>>;
  /** Reads a resource; `undefined` when there is none. */
  read<T extends ResourceTypeDefinition>(type: T, id: string): Promise<Infer<T> | undefined>;
  /** Lists resources: filter, order and page as in a request. Throws a `ScimError` 400. */
  list<T extends ResourceTypeDefinition>(
    type: T,
    request?: ResourceQuery<T>,
  ): Promise<ResourceList<Infer<T>>>;
  /** Replaces a resource. Throws a `ScimError` 404, 400 or 409. */
  replace<T extends ResourceTypeDefinition>(type: T, id: string, input: ResourceInput<T>): Promise<Infer<T>>;
  /** Applies the operations of a PATCH, all or none. Throws a `ScimError` 404, 400 or 409. */
  patch<T extends ResourceTypeDefinition>(
    type: T,
    id: string,
    operations: readonly ResourcePatch<T>[],
  ): Promise<Infer<T>>;
  /**
   * The members of a group, read a page at a time: for large groups, of which `read` gives an object with all of them.
   * Who is a member all the while comes exactly once; who joins or leaves meanwhile may come or not.
   *
   * @param type - A resource type with a reference set, such as `Group`.
   * @param id - Whose members.
   * @returns The members, for `for await`. It ends at once for a resource that has none, and throws a `ScimError` 404 where
   *   there is no such resource, or none any more.
   * @example
   * ```ts
   * import { Group, type TenantResources } from '@scimkit/core';
   *
   * async function emailsOf(resources: TenantResources, group: string, mail: (user: string) => Promise<void>) {
   *   for await (const member of resources.members(Group, group)) {
   *     if (member.type === 'User') await mail(member.id);
   *   }
   * }
   * ```
   */
  members(type: ResourceTypeDefinition, id: string): AsyncIterable<Member>;
  /** Removes a resource; `false` when there was none. */
  remove<T extends ResourceTypeDefinition>(type: T, id: string): Promise<boolean>;
}

/** Opens the resources of one tenant to the application. */
export function tenantResources(context: Context): TenantResources {
  const { catalog } = context.server;
  const site = siteOf(context.base, catalog);

  function modelOf(type: ResourceTypeDefinition): ResourceModel {
    const model = catalog.byType.get(type.name);
    if (model === undefined) throw new TypeError(`This server has no resource type "${type.name}".`);
    return model;
  }

  async function show<T extends ResourceTypeDefinition>(result: Result): Promise<Infer<T>> {
    const shown = await lookUpReferences(context, result);
    if (shown.kind !== 'resource') throw new TypeError(`A resource was expected, not ${shown.kind}.`);
    const { model, stored, representation, assigned, referred } = shown;
    return parse(renderResource(site, model, stored, representation, assigned, referred));
  }

  async function read<T extends ResourceTypeDefinition>(type: T, id: string): Promise<Infer<T> | undefined> {
    const model = modelOf(type);
    try {
      return await show<T>(await readResource(context, model, id, wholeRepresentation(model)));
    } catch (error) {
      if (error instanceof ScimError && error.status === 404) return undefined;
      throw error;
    }
  }

  return {
    read,
    create: async <T extends ResourceTypeDefinition>(
      type: T,
      input: ResourceInput<T>,
      options?: { readonly id?: string },
    ) => {
      const model = modelOf(type);
      return show<T>(
        await createResource(
          context,
          model,
          withSchemas(model, input),
          wholeRepresentation(model),
          options?.id,
        ),
      );
    },
    list: async <T extends ResourceTypeDefinition>(type: T, request: ListRequest = {}) => {
      const model = modelOf(type);
      const found = await listResources(context, model, request, wholeRepresentation(model));
      const result = await lookUpReferences(context, found);
      if (result.kind !== 'list') throw new TypeError(`A list was expected, not ${result.kind}.`);
      const resources = result.resources.map(({ stored, representation }) =>
        parse<Infer<T>>(renderResource(site, model, stored, representation, undefined, result.referred)),
      );
      return { resources, total: result.total };
    },
    replace: async <T extends ResourceTypeDefinition>(type: T, id: string, input: ResourceInput<T>) => {
      const model = modelOf(type);
      return show<T>(
        await replaceResource(
          context,
          model,
          id,
          withSchemas(model, input),
          wholeRepresentation(model),
          undefined,
        ),
      );
    },
    patch: async <T extends ResourceTypeDefinition>(
      type: T,
      id: string,
      operations: readonly ResourcePatch<T>[],
    ) => {
      const model = modelOf(type);
      const message = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
      const result = await patchResource(context, model, id, message, wholeRepresentation(model), undefined);
      if (result.kind === 'resource') return show<T>(result);
      const found = await read(type, id);
      if (found === undefined) throw new ScimError(404, `There is no ${model.name} with this id.`);
      return found;
    },
    members: (type, id) => listMembers(context, modelOf(type), id),
    remove: async (type, id) => {
      try {
        await removeResource(context, modelOf(type), id, undefined);
        return true;
      } catch (error) {
        if (error instanceof ScimError && error.status === 404) return false;
        throw error;
      }
    },
  };
}

/** Names the schemas that the input uses, so that an application need not. */
function withSchemas(model: ResourceModel, input: object): object {
  const extensions = model.extensions.filter(({ name }) => Object.hasOwn(input, name));
  return { schemas: [model.schema, ...extensions.map(({ name }) => name)], ...input };
}

function parse<Resource>(text: string): Resource {
  const value: unknown = JSON.parse(text);
  // The text was made from a document that the definition has validated, in the form that `Infer` describes.
  return value as Resource;
}
