import type { Entry } from './entry.ts';

export const del: readonly Entry[] = [];
