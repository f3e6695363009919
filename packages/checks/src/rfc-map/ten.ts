import type { Entry } from './entry.ts';

export const ten: readonly Entry[] = [];
