import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { type JsonPatchOperation, toPointer } from './json-patch-operation.ts';

/** Pointers to the top-level attributes, and those of extensions, that hold a secret somewhere. */
const pointers = new WeakMap<ResourceModel, readonly string[]>();

function secretPointers(model: ResourceModel): readonly string[] {
  let found = pointers.get(model);
  if (found === undefined) {
    const all = model.attributes.flatMap((attribute) =>
      attribute.extension ? attribute.subAttributes : [attribute],
    );
    found = all.filter(holdsSecret).map(({ steps }) => toPointer(steps));
    pointers.set(model, found);
  }
  return found;
}

function holdsSecret(attribute: AttributeRef): boolean {
  return (
    attribute.secret || attribute.mutability === 'writeOnly' || attribute.subAttributes.some(holdsSecret)
  );
}

/**
 * Takes secrets out of a record of changes, which goes to events, hooks and the audit log (SEC-07). That a password was
 * set remains to be seen, what it was does not.
 */
export function hideSecrets(
  model: ResourceModel,
  changes: readonly JsonPatchOperation[],
): readonly JsonPatchOperation[] {
  const secrets = secretPointers(model);
  if (secrets.length === 0) return changes;
  return changes.map((change) =>
    change.op !== 'remove' && secrets.some((secret) => meets(change.path, secret))
      ? { ...change, value: null }
      : change,
  );
}

/** Is one of two places inside of the other, or are they the same? */
function meets(path: string, secret: string): boolean {
  return path === secret || path.startsWith(`${secret}/`) || secret.startsWith(`${path}/`);
}
