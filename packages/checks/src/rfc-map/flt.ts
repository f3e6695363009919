import type { Entry } from './entry.ts';
import { fltNames } from './flt-names.ts';
import { fltOperators } from './flt-operators.ts';
import { fltValues } from './flt-values.ts';

export const flt: readonly Entry[] = [...fltOperators, ...fltNames, ...fltValues];
