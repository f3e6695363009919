import type { ConformanceCase } from '../conformance-case.ts';

/** Discovery. */
export const dsc: readonly ConformanceCase[] = [];
