import { referencesIn } from './bulk-references.ts';
import type { BulkOperation } from './parse-bulk.ts';

/** What to do with an operation now. */
export type Turn =
  | { readonly kind: 'run'; readonly index: number }
  /** Another resource has to exist first that waits for this one: create it without its references, complete it later. */
  | { readonly kind: 'runInPart'; readonly index: number }
  /** It refers to something that failed, or that the request does not hold. */
  | { readonly kind: 'unresolved'; readonly index: number; readonly bulkId: string };

/** What has become of the resources that the request makes. */
export interface Progress {
  readonly ids: ReadonlyMap<string, string>;
  readonly failed: ReadonlySet<string>;
}

/**
 * Decides which operation comes next: the first one, in the order of the request, whose references have ids. One that waits
 * holds up later ones on the same path, so that the outcome is that of the order in which they were sent (BLK-19).
 */
export function nextTurn(
  operations: readonly BulkOperation[],
  waiting: readonly number[],
  progress: Progress,
): Turn | undefined {
  const heldUp = new Set<string>();
  for (const index of waiting) {
    const operation = operations[index];
    if (operation === undefined) continue;
    if (operation.fault !== undefined) return { kind: 'run', index };
    const missing = missingOf(operation, progress);
    const lost = missing.find((bulkId) => !isComing(operations, waiting, bulkId));
    if (lost !== undefined) return { kind: 'unresolved', index, bulkId: lost };
    if (missing.length === 0 && !heldUp.has(operation.path)) return { kind: 'run', index };
    if (operation.method !== 'POST') heldUp.add(operation.path);
  }
  const index = onCycle(operations, waiting, progress);
  return index === undefined ? undefined : { kind: 'runInPart', index };
}

function missingOf(operation: BulkOperation, { ids }: Progress): readonly string[] {
  const named = referencesIn([operation.path, operation.data]);
  return [...named].filter((bulkId) => !ids.has(bulkId));
}

function isComing(operations: readonly BulkOperation[], waiting: readonly number[], bulkId: string): boolean {
  return waiting.some(
    (index) => operations[index]?.method === 'POST' && operations[index]?.bulkId === bulkId,
  );
}

/** Follows the references from the first operation that waits until one comes round again: that one lies on a cycle. */
function onCycle(
  operations: readonly BulkOperation[],
  waiting: readonly number[],
  progress: Progress,
): number | undefined {
  let index = waiting[0];
  const seen = new Set<number>();
  while (index !== undefined && !seen.has(index)) {
    seen.add(index);
    const operation = operations[index];
    const next = operation === undefined ? undefined : missingOf(operation, progress)[0];
    index = waiting.find(
      (other) => operations[other]?.method === 'POST' && operations[other]?.bulkId === next,
    );
  }
  return index;
}
