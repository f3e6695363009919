import type { Entry } from './entry.ts';

export const chr: readonly Entry[] = [];
