import type { Entry } from './entry.ts';

export const blk: readonly Entry[] = [];
