import type { ConformanceCase } from '../conformance-case.ts';

/** DELETE. */
export const del: readonly ConformanceCase[] = [];
