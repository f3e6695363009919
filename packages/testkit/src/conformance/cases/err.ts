import type { ConformanceCase } from '../conformance-case.ts';

/** Errors. */
export const err: readonly ConformanceCase[] = [];
