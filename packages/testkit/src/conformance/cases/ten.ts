import type { ConformanceCase } from '../conformance-case.ts';

/** Multi-tenancy. */
export const ten: readonly ConformanceCase[] = [];
