import type { Entry } from './entry.ts';

export const ver: readonly Entry[] = [];
