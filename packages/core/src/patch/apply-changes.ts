import jsonPatch from 'fast-json-patch';
import type { JsonPatchOperation } from './json-patch-operation.ts';

/**
 * Applies one change in place. fast-json-patch refuses to touch `__proto__` and `constructor/prototype`, whatever a
 * schema calls its attributes.
 *
 * @param document - What to change. The caller owns every container on the way to the change.
 * @param change - It is not changed itself, but its value becomes part of the document.
 */
export function applyChange(document: Record<string, unknown>, change: JsonPatchOperation): void {
  const mutate = true;
  const banPrototypeModifications = true;
  // The package types each op as a member of its own, with `value` required for two of them, as it is given here.
  const operation = change as jsonPatch.Operation;
  jsonPatch.applyOperation(document, operation, false, mutate, banPrototypeModifications);
}
