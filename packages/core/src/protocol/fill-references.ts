import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Member, StoredDocument } from '../storage/port.ts';

/** What a reference leads to, and the URI of it. */
type Resolve = (
  attribute: AttributeRef,
  id: unknown,
) => { readonly member: Member; readonly uri: string } | undefined;

/**
 * Fills in what the server says about the references of a document: `$ref`, and the parts that clients cannot write.
 *
 * @param resolve - Finds what an id leads to; `undefined` for an id that the reference may not lead to.
 * @returns A copy, or the document itself when none of its references is known.
 */
export function fillReferences(
  model: ResourceModel,
  document: StoredDocument,
  resolve: Resolve,
): StoredDocument {
  return model.references.reduce<StoredDocument>(
    (filled, attribute) => fillAt(filled, attribute, 0, resolve),
    document,
  );
}

function fillAt(
  node: StoredDocument,
  attribute: AttributeRef,
  depth: number,
  resolve: Resolve,
): StoredDocument {
  const step = attribute.steps[depth];
  if (step === undefined) return fill(node, attribute, resolve);
  if (!Object.hasOwn(node, step)) return node;
  const before = node[step];
  const after = Array.isArray(before)
    ? fillElements(before, attribute, depth + 1, resolve)
    : fillPart(before, attribute, depth + 1, resolve);
  return after === before ? node : { ...node, [step]: after };
}

function fillElements(
  before: readonly unknown[],
  attribute: AttributeRef,
  depth: number,
  resolve: Resolve,
): readonly unknown[] {
  const after = before.map((element) => fillPart(element, attribute, depth, resolve));
  return after.every((element, index) => element === before[index]) ? before : after;
}

function fillPart(part: unknown, attribute: AttributeRef, depth: number, resolve: Resolve): unknown {
  // The document is canonical, so an object that is no list is a record.
  return typeof part === 'object' && part !== null
    ? fillAt(part as StoredDocument, attribute, depth, resolve)
    : part;
}

function fill(reference: StoredDocument, attribute: AttributeRef, resolve: Resolve): StoredDocument {
  const found = resolve(attribute, reference.value);
  if (found === undefined) return reference;
  const filled: Record<string, unknown> = { ...reference };
  for (const part of attribute.subAttributes) {
    if (part.name === '$ref') filled.$ref = found.uri;
    else if (part.mutability !== 'readOnly' || part.type !== 'string' || part.multiValued) continue;
    else if (part.name === 'type') filled.type = found.member.type;
    else if (found.member.display !== undefined) filled[part.name] = found.member.display;
  }
  return filled;
}
