import type { Entry } from './entry.ts';

export const rep: readonly Entry[] = [];
