import type { ConformanceCase } from '../conformance-case.ts';

/** Cursor paging. */
export const cur: readonly ConformanceCase[] = [];
