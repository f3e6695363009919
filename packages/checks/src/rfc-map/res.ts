import type { Entry } from './entry.ts';

export const res: readonly Entry[] = [];
