import type { Entry } from './entry.ts';

export const srt: readonly Entry[] = [];
