import type { ConformanceCase } from '../conformance-case.ts';

/** attributes and excludedAttributes. */
export const prj: readonly ConformanceCase[] = [];
