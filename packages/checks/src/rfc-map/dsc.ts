import type { Entry } from './entry.ts';

export const dsc: readonly Entry[] = [];
