import type { Entry } from './entry.ts';

export const cre: readonly Entry[] = [];
