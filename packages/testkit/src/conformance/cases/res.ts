import type { ConformanceCase } from '../conformance-case.ts';

/** User, Group and Enterprise User. */
export const res: readonly ConformanceCase[] = [];
