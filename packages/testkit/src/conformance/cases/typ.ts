import type { ConformanceCase } from '../conformance-case.ts';

/** Data types. */
export const typ: readonly ConformanceCase[] = [];
