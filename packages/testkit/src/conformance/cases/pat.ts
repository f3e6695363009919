import type { ConformanceCase } from '../conformance-case.ts';

/** PATCH. */
export const pat: readonly ConformanceCase[] = [];
