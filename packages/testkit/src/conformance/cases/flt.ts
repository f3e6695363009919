import type { ConformanceCase } from '../conformance-case.ts';
import { fltCompare } from './flt-compare.ts';
import { fltElements } from './flt-elements.ts';
import { fltGrammar } from './flt-grammar.ts';
import { fltRefused } from './flt-refused.ts';

/** Filtering. All of it needs filters. */
export const flt: readonly ConformanceCase[] = [
  ...fltGrammar,
  ...fltCompare,
  ...fltElements,
  ...fltRefused,
].map((one) => ({ ...one, needs: ['filter', ...(one.needs ?? [])] as const }));
