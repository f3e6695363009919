import type { ConformanceCase } from '../conformance-case.ts';

/** POST .search. */
export const sea: readonly ConformanceCase[] = [];
