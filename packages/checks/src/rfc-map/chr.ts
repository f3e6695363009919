import { chrMutability } from './chr-mutability.ts';
import { chrRequired } from './chr-required.ts';
import { chrReturned } from './chr-returned.ts';
import type { Entry } from './entry.ts';

export const chr: readonly Entry[] = [...chrMutability, ...chrReturned, ...chrRequired];
