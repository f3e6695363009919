import { ScimError } from '../errors/scim-error.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { readValue } from '../schema/read-value.ts';
import { resolveAttribute } from '../schema/resolve-attribute.ts';
import type { Catalog, ResourceModel } from '../schema/resource-model.ts';

/** Values that new resources get where the client says nothing: by resource type, then by attribute. */
export type Defaults = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A default, read once. */
export interface Default {
  readonly attribute: AttributeRef;
  readonly value: unknown;
}

/** The defaults of each resource type that has some. */
export type CompiledDefaults = ReadonlyMap<ResourceModel, readonly Default[]>;

/**
 * Reads the defaults of a server.
 *
 * @param defaults - Names of resource types, each with attributes in standard notation and their values.
 * @throws TypeError for a type or attribute that is not there, one that clients cannot write, and a value that does not fit.
 */
export function compileDefaults(catalog: Catalog, defaults: Defaults): CompiledDefaults {
  const compiled = new Map<ResourceModel, readonly Default[]>();
  for (const [type, values] of Object.entries(defaults)) {
    const model = catalog.byType.get(type);
    if (model === undefined) throw new TypeError(`defaults: this server has no resource type "${type}".`);
    compiled.set(
      model,
      Object.entries(values).map(([path, value]) => compileDefault(model, path, value)),
    );
  }
  return compiled;
}

function compileDefault(model: ResourceModel, path: string, value: unknown): Default {
  const where = `defaults: ${model.name}.${path}`;
  const attribute = resolveAttribute(model, path);
  if (attribute === undefined) throw new TypeError(`${where} is no attribute of the resource type.`);
  if (attribute.parent !== undefined && !attribute.parent.extension) {
    throw new TypeError(
      `${where} is a part of ${attribute.parent.path}: give a default for the whole of it.`,
    );
  }
  const common = attribute.schema === '';
  if (attribute.extension || common || attribute.memberTypes !== undefined || attribute.secret) {
    throw new TypeError(`${where} cannot have a default.`);
  }
  if (attribute.mutability === 'readOnly') throw new TypeError(`${where} is not written by clients.`);
  try {
    const options = { unknownAttributes: 'refuse', schemas: 'check', maxKeyLength: 1_000 } as const;
    return { attribute, value: readValue(attribute, value, options) };
  } catch (error) {
    if (error instanceof ScimError) throw new TypeError(`${where}: ${error.message}`, { cause: error });
    throw error;
  }
}
