import type { Entry } from './entry.ts';

export const getLst: readonly Entry[] = [];
