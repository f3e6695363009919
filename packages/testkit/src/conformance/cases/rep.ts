import type { ConformanceCase } from '../conformance-case.ts';

/** Resource representation. */
export const rep: readonly ConformanceCase[] = [];
