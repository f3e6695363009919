import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Applied, StoredDocument } from '../storage/port.ts';
import type { Context } from './context.ts';
import type { ChangeEvent } from './hooks.ts';

const kinds = { create: 'created', replace: 'updated', patch: 'updated', remove: 'removed' } as const;

/** The event of a change, with the values of secrets left out. */
export function changeEvent(
  { id, operation, at }: Pick<ChangeEvent, 'id' | 'operation' | 'at'>,
  context: Context,
  model: ResourceModel,
  applied: Applied,
): ChangeEvent {
  const kind = kinds[operation];
  const before = kind === 'created' ? undefined : applied.before?.document;
  const after = kind === 'removed' ? undefined : applied.after.document;
  const changed = changedAttributes(model, applied, before ?? {}, after ?? {});
  // A store that changed nothing but a set may not even have read the document.
  const isAboutDocument = kind !== 'updated' || changed.some((name) => name !== model.membership?.name);
  return {
    id,
    kind,
    operation,
    scope: context.caller.scope,
    type: model.name,
    resourceId: applied.after.id,
    at,
    version: applied.after.version,
    ...(before === undefined || !isAboutDocument ? {} : { before: withoutSecrets(model, before) }),
    ...(after === undefined || !isAboutDocument ? {} : { after: withoutSecrets(model, after) }),
    changed,
    added: applied.added,
    removed: applied.removed,
  };
}

/** Names what differs; the names of secrets are told, their values never are. */
function changedAttributes(
  model: ResourceModel,
  applied: Applied,
  before: StoredDocument,
  after: StoredDocument,
): readonly string[] {
  const changed: string[] = [];
  for (const attribute of model.attributes) {
    const moved =
      attribute === model.membership
        ? applied.added.length > 0 || applied.removed.length > 0
        : JSON.stringify(before[attribute.name]) !== JSON.stringify(after[attribute.name]);
    if (moved) changed.push(attribute.name);
  }
  return changed;
}

function withoutSecrets(model: ResourceModel, document: StoredDocument): StoredDocument {
  // What is writeOnly is a secret by nature, whether it was declared one or not: it is never returned, so it is guarded.
  const secrets = model.guarded.filter(({ secret, mutability }) => secret || mutability === 'writeOnly');
  return secrets.reduce<StoredDocument>(withoutSecret, document);
}

function withoutSecret(document: StoredDocument, secret: AttributeRef): StoredDocument {
  return without(document, secret.steps, 0);
}

function without(node: StoredDocument, steps: readonly string[], depth: number): StoredDocument {
  const step = steps[depth];
  if (step === undefined || !Object.hasOwn(node, step)) return node;
  const copy: Record<string, unknown> = { ...node };
  const part = copy[step];
  if (depth === steps.length - 1) delete copy[step];
  else if (Array.isArray(part)) copy[step] = part.map((element) => withoutIn(element, steps, depth + 1));
  else copy[step] = withoutIn(part, steps, depth + 1);
  return copy;
}

function withoutIn(node: unknown, steps: readonly string[], depth: number): unknown {
  // The document is canonical, so anything that is an object and no list is a record.
  return typeof node === 'object' && node !== null && !Array.isArray(node)
    ? without(node as StoredDocument, steps, depth)
    : node;
}
