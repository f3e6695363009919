import type { Entry } from './entry.ts';

export const flt: readonly Entry[] = [];
