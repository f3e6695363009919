import type { Entry } from './entry.ts';

export const typ: readonly Entry[] = [];
