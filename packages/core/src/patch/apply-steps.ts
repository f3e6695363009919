import type { AttributeRef } from '../schema/attribute-ref.ts';
import { checkDocument } from '../schema/check-document.ts';
import { schemasOf } from '../schema/read-schemas.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { applyStep } from './apply-step.ts';
import { equal } from './equal.ts';
import { hideSecrets } from './hide-secrets.ts';
import type { PatchOptions } from './patch-options.ts';
import type { PatchResult } from './patch-plan.ts';
import type { Step } from './patch-target.ts';
import { refuseMissing } from './refuse-missing.ts';
import { WorkingCopy } from './working-copy.ts';

type Document = Readonly<Record<string, unknown>>;

/**
 * Carries out steps on a document, each on the result of the one before (PAT-05), then looks at the outcome. Whatever
 * fails throws, and the given document is as it was (PAT-06).
 */
export function applySteps(
  model: ResourceModel,
  steps: readonly Step[],
  document: Document,
  options: PatchOptions,
  maxVisits: number,
  assigned: ReadonlySet<AttributeRef>,
): PatchResult {
  const work = new WorkingCopy(model, document, maxVisits);
  for (const step of steps) applyStep(work, step, options);
  if (work.changes.length === 0 || equal(document, work.document)) return { document, changes: [], assigned };
  keepSchemas(model, document, work);
  refuseMissing(work);
  checkDocument(model, work.document, options.read);
  return { document: work.document, changes: hideSecrets(model, work.changes), assigned };
}

/** An extension joins `schemas` with its first attribute and leaves it with its last (PAT-12, REP-06). */
function keepSchemas(model: ResourceModel, before: Document, work: WorkingCopy): void {
  const stays = model.extensions.every(
    ({ name }) => (before[name] === undefined) === (work.document[name] === undefined),
  );
  if (stays && before.schemas !== undefined) return;
  work.set(['schemas'], schemasOf(model, work.document));
}
