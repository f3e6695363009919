import type { Entry } from './entry.ts';

export const cur: readonly Entry[] = [];
