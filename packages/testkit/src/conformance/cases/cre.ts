import type { ConformanceCase } from '../conformance-case.ts';

/** Create. */
export const cre: readonly ConformanceCase[] = [];
