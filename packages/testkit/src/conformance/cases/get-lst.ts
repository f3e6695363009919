import type { ConformanceCase } from '../conformance-case.ts';

/** Read and query. */
export const getLst: readonly ConformanceCase[] = [];
