import type { ConformanceCase } from '../conformance-case.ts';

/** Common attributes. */
export const com: readonly ConformanceCase[] = [];
