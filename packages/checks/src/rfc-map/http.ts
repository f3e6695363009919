import type { Entry } from './entry.ts';

export const http: readonly Entry[] = [];
