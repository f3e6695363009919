import type { ConformanceCase } from '../conformance-case.ts';
import { blkMessage } from './blk-message.ts';
import { blkReferences } from './blk-references.ts';

/** Bulk. All of it needs bulk. */
export const blk: readonly ConformanceCase[] = [...blkMessage, ...blkReferences].map((one) => ({
  ...one,
  needs: ['bulk', ...(one.needs ?? [])] as const,
}));
