import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Applied, StoredDocument } from '../storage/port.ts';
import { createUuidV7 } from '../storage/uuid-v7.ts';
import type { Context } from './context.ts';
import type { ChangeEvent } from './hooks.ts';

/** Tells the application what was committed. A hook that fails is logged and changes nothing. */
export async function announce(
  context: Context,
  model: ResourceModel,
  kind: ChangeEvent['kind'],
  applied: Applied,
): Promise<void> {
  const { afterCommit } = context.server.hooks;
  if (afterCommit === undefined || !applied.changed) return;
  try {
    await afterCommit(changeEvent(context, model, kind, applied));
  } catch (error) {
    context.server.report(error, 'afterCommit');
  }
}

function changeEvent(
  context: Context,
  model: ResourceModel,
  kind: ChangeEvent['kind'],
  applied: Applied,
): ChangeEvent {
  const before = kind === 'created' ? undefined : withoutSecrets(model, applied.before?.document);
  const after = kind === 'removed' ? undefined : withoutSecrets(model, applied.after.document);
  const changed = changedAttributes(model, applied, kind);
  return {
    id: createUuidV7(),
    kind,
    scope: context.caller.scope,
    type: model.name,
    resourceId: applied.after.id,
    at: applied.after.modified,
    version: applied.after.version,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    changed,
    added: applied.added,
    removed: applied.removed,
  };
}

/** Names what differs; the names of secrets are told, their values never are. */
function changedAttributes(
  model: ResourceModel,
  applied: Applied,
  kind: ChangeEvent['kind'],
): readonly string[] {
  const before = kind === 'created' ? {} : (applied.before?.document ?? {});
  const after = kind === 'removed' ? {} : applied.after.document;
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

function withoutSecrets(
  model: ResourceModel,
  document: StoredDocument | undefined,
): StoredDocument | undefined {
  if (document === undefined) return undefined;
  const secrets = model.guarded.filter((attribute) => attribute.secret);
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
