import type { ConformanceCase } from '../conformance-case.ts';

/** Versioning and conditional requests. */
export const ver: readonly ConformanceCase[] = [];
