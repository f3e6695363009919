import type { ConformanceCase } from '../conformance-case.ts';

/** HTTP basics. */
export const http: readonly ConformanceCase[] = [];
