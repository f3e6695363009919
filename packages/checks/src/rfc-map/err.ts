import type { Entry } from './entry.ts';

export const err: readonly Entry[] = [];
