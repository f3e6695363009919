import type { Entry } from './entry.ts';

export const sec: readonly Entry[] = [];
