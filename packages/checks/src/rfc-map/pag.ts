import type { Entry } from './entry.ts';

export const pag: readonly Entry[] = [];
