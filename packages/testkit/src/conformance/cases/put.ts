import type { ConformanceCase } from '../conformance-case.ts';

/** PUT. */
export const put: readonly ConformanceCase[] = [];
