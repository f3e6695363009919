import type { ConformanceCase } from '../conformance-case.ts';

/** Bulk. */
export const blk: readonly ConformanceCase[] = [];
