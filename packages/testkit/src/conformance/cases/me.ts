import type { ConformanceCase } from '../conformance-case.ts';

/** /Me. */
export const me: readonly ConformanceCase[] = [];
