import { badRequest } from '../errors/bad-request.ts';
import type { ScimError } from '../errors/scim-error.ts';
import type { ReadOptions } from './read-options.ts';
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
 * Holds the `schemas` of a body to the rules, or completes them: the base schema is there, and nothing but schemas of the
 * resource type (REP-01 to REP-04). A schema that is named twice counts once.
 *
 * @param schemas - The value in the body; `undefined` when it has none.
 * @throws ScimError 400 `invalidSyntax` when there is no list, `invalidValue` when a schema is wrong or missing; never
 *   when `options.schemas` is `complete`.
 */
export function checkSchemas(
  model: ResourceModel,
  schemas: unknown,
  options: Pick<ReadOptions, 'schemas' | 'onSchemasCompleted'>,
): void {
  const error = findFault(model, schemas);
  if (error === undefined) return;
  if (options.schemas === 'check') throw error;
  options.onSchemasCompleted?.();
}

function findFault(model: ResourceModel, schemas: unknown): ScimError | undefined {
  if (!Array.isArray(schemas) || schemas.some((urn) => typeof urn !== 'string')) {
    return badRequest('invalidSyntax', `schemas: expected an array of URNs with at least ${model.schema}.`);
  }
  const base = model.schema.toLowerCase();
  let found = false;
  for (const urn of schemas) {
    const folded = String(urn).toLowerCase();
    if (folded === base) found = true;
    else if (model.byName.get(folded)?.extension !== true) {
      const shown = JSON.stringify(String(urn).slice(0, 100));
      return badRequest('invalidValue', `schemas: ${shown} is no schema of the resource type ${model.name}.`);
    }
  }
  return found ? undefined : badRequest('invalidValue', `schemas: ${model.schema} is missing.`);
}
