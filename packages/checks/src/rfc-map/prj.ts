import type { Entry } from './entry.ts';

export const prj: readonly Entry[] = [];
