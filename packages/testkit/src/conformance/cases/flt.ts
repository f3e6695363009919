import type { ConformanceCase } from '../conformance-case.ts';

/** Filtering. */
export const flt: readonly ConformanceCase[] = [];
