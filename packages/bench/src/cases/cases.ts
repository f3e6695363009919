import type { Case } from './case.ts';
import { reads } from './reads.ts';
import { writes } from './writes.ts';

/** Everything that is measured. Reads come first: they find the server as it was filled. */
export const cases: readonly Case[] = [...reads, ...writes];
