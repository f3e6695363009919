import type { ConformanceCase } from '../conformance-case.ts';

/** Sorting. */
export const srt: readonly ConformanceCase[] = [];
