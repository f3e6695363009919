import { badRequest } from '../errors/bad-request.ts';
import type { ResourceModel } from './resource-model.ts';

/**
 * The `schemas` of a document: the base schema, and each extension that the document has attributes of (REP-06).
 *
 * @param document - A document in canonical form; its own `schemas` do not matter.
 */
export function schemasOf(model: ResourceModel, document: Readonly<Record<string, unknown>>): string[] {
  const schemas = [model.schema];
  for (const { name } of model.extensions) if (document[name] !== undefined) schemas.push(name);
  return schemas;
}

/**
 * Holds the `schemas` of a body to the rules: the base schema is there, and nothing but schemas of the resource type
 * (REP-01 to REP-04). A schema that is named twice counts once.
 *
 * @param schemas - The value in the body; `undefined` when it has none.
 * @throws ScimError 400 `invalidSyntax` when there is no list, `invalidValue` when a schema is wrong or missing.
 */
export function checkSchemas(model: ResourceModel, schemas: unknown): void {
  if (!Array.isArray(schemas) || schemas.some((urn) => typeof urn !== 'string')) {
    throw badRequest('invalidSyntax', `schemas: expected an array of URNs with at least ${model.schema}.`);
  }
  const base = model.schema.toLowerCase();
  let found = false;
  for (const urn of schemas) {
    const folded = String(urn).toLowerCase();
    if (folded === base) found = true;
    else if (model.byName.get(folded)?.extension !== true) {
      const shown = JSON.stringify(String(urn).slice(0, 100));
      throw badRequest('invalidValue', `schemas: ${shown} is no schema of the resource type ${model.name}.`);
    }
  }
  if (!found) throw badRequest('invalidValue', `schemas: ${model.schema} is missing.`);
}
