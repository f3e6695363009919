import type { Entry } from './entry.ts';

export const pat: readonly Entry[] = [];
