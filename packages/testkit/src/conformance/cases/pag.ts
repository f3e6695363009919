import type { ConformanceCase } from '../conformance-case.ts';

/** Index paging. */
export const pag: readonly ConformanceCase[] = [];
