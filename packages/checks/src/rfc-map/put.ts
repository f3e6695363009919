import type { Entry } from './entry.ts';

export const put: readonly Entry[] = [];
