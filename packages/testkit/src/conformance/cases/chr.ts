import type { ConformanceCase } from '../conformance-case.ts';

/** Attribute characteristics. */
export const chr: readonly ConformanceCase[] = [];
