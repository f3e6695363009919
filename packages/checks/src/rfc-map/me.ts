import type { Entry } from './entry.ts';

export const me: readonly Entry[] = [];
