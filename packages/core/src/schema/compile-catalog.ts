import { compileResourceType } from './compile-resource-type.ts';
import type { ResourceTypeDefinition, SchemaDefinition } from './definition.ts';
import type { Catalog } from './resource-model.ts';

/** No two entries may share a name: each is asked for by it. */
function checkDistinct(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new TypeError(`Two resource types have the ${what} "${twice}". Give one of them another ${what}.`);
  }
}

/** A URN stands for one schema in the whole server: `/Schemas` publishes it once. */
function checkSchemas(definitions: readonly ResourceTypeDefinition[]): void {
  const byUrn = new Map<string, SchemaDefinition>();
  for (const { schema, extensions = [] } of definitions) {
    for (const each of [schema, ...extensions.map((use) => use.schema)]) {
      const other = byUrn.get(each.id.toLowerCase()) ?? each;
      if (other !== each && JSON.stringify(other) !== JSON.stringify(each)) {
        throw new TypeError(
          `The URN ${each.id} stands for two different schemas. Use one definition, or another URN for one of them.`,
        );
      }
      byUrn.set(each.id.toLowerCase(), each);
    }
  }
}

/**
 * Compiles all resource types of a server together.
 *
 * @param definitions - The resource types, in the order `/ResourceTypes` lists them.
 * @returns The catalog. Frozen.
 * @throws TypeError when a definition breaks a rule, or two of them get in each other's way (DSC-10).
 * @see RFC 7643 section 6
 * @example
 * ```ts
 * import { compileCatalog, Group, User } from '@scimkit/core';
 *
 * const catalog = compileCatalog([User, Group]);
 * catalog.byType.get('User')?.endpoint; // '/Users'
 * ```
 */
export function compileCatalog(definitions: readonly ResourceTypeDefinition[]): Catalog {
  checkDistinct(
    'name',
    definitions.map(({ name }) => name),
  );
  checkDistinct(
    'endpoint',
    definitions.map(({ endpoint }) => endpoint),
  );
  checkSchemas(definitions);
  const models = definitions.map(compileResourceType);
  return Object.freeze({
    models: Object.freeze(models),
    byType: new Map(models.map((model) => [model.name, model])),
    byEndpoint: new Map(models.map((model) => [model.endpoint, model])),
  });
}
