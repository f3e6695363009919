import type { ConformanceCase } from '../conformance-case.ts';

/** Security. */
export const sec: readonly ConformanceCase[] = [];
