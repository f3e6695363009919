import type { Entry } from './entry.ts';

export const sea: readonly Entry[] = [];
