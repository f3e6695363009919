import type { Entry } from './entry.ts';

export const com: readonly Entry[] = [];
