import { ScimError } from '../errors/scim-error.ts';
import type { Context, Result } from '../operations/context.ts';
import {
  createResource,
  listResources,
  patchResource,
  readResource,
  removeResource,
  replaceResource,
} from '../operations/index.ts';
import type { ListRequest } from '../operations/list-request.ts';
import { defaultRepresentation } from '../operations/represent.ts';
import type { PatchOperation } from '../patch/patch-operation.ts';
import type { ResourceTypeDefinition } from '../schema/definition.ts';
import type { Infer, InferInput } from '../schema/infer.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { renderResource } from './render-resource.ts';

/** A list as the application gets it. */
export interface ResourceList<Resource> {
  readonly resources: readonly Resource[];
  /** The number of all matches. */
  readonly total: number;
}

/** What an application may write: a resource without what the server fills in. `schemas` may be left out. */
export type ResourceInput<T extends ResourceTypeDefinition> = Omit<InferInput<T>, 'schemas'> & {
  readonly schemas?: readonly string[];
};

/**
 * The resources of one tenant, for the application itself: the same operations, rules and events as over HTTP, without HTTP
 * and without `authorize`. Resource types are named by their definitions, so that everything is typed.
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
  /** Lists resources: filter, order and page as in a request. */
  list<T extends ResourceTypeDefinition>(
    type: T,
    request?: Pick<ListRequest, 'filter' | 'sortBy' | 'sortOrder' | 'startIndex' | 'count'>,
  ): Promise<ResourceList<Infer<T>>>;
  /** Replaces a resource. Throws a `ScimError` 404, 400 or 409. */
  replace<T extends ResourceTypeDefinition>(type: T, id: string, input: ResourceInput<T>): Promise<Infer<T>>;
  /** Applies the operations of a PATCH, all or none. Throws a `ScimError` 404, 400 or 409. */
  patch<T extends ResourceTypeDefinition>(
    type: T,
    id: string,
    operations: readonly PatchOperation[],
  ): Promise<Infer<T>>;
  /** Removes a resource; `false` when there was none. */
  remove<T extends ResourceTypeDefinition>(type: T, id: string): Promise<boolean>;
}

/** Opens the resources of one tenant to the application. */
export function tenantResources(context: Context): TenantResources {
  const { catalog } = context.server;

  function modelOf(type: ResourceTypeDefinition): ResourceModel {
    const model = catalog.byType.get(type.name);
    if (model === undefined) throw new TypeError(`This server has no resource type "${type.name}".`);
    return model;
  }

  function show<T extends ResourceTypeDefinition>(result: Result): Infer<T> {
    if (result.kind !== 'resource') throw new TypeError(`A resource was expected, not ${result.kind}.`);
    const { model, stored, representation, assigned } = result;
    return parse(renderResource({ base: context.base, catalog }, model, stored, representation, assigned));
  }

  async function read<T extends ResourceTypeDefinition>(type: T, id: string): Promise<Infer<T> | undefined> {
    const model = modelOf(type);
    try {
      return show<T>(await readResource(context, model, id, defaultRepresentation(model)));
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
          defaultRepresentation(model),
          options?.id,
        ),
      );
    },
    list: async <T extends ResourceTypeDefinition>(type: T, request: ListRequest = {}) => {
      const model = modelOf(type);
      const result = await listResources(context, model, request, defaultRepresentation(model));
      if (result.kind !== 'list') throw new TypeError(`A list was expected, not ${result.kind}.`);
      const resources = result.resources.map(({ stored, representation }) =>
        show<T>({ kind: 'resource', model, stored, representation, created: false }),
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
          defaultRepresentation(model),
          undefined,
        ),
      );
    },
    patch: async <T extends ResourceTypeDefinition>(
      type: T,
      id: string,
      operations: readonly PatchOperation[],
    ) => {
      const model = modelOf(type);
      const message = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
      const result = await patchResource(
        context,
        model,
        id,
        message,
        defaultRepresentation(model),
        undefined,
      );
      if (result.kind === 'resource') return show<T>(result);
      const found = await read(type, id);
      if (found === undefined) throw new ScimError(404, `There is no ${model.name} with this id.`);
      return found;
    },
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
