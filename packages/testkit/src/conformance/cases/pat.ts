import type { ConformanceCase } from '../conformance-case.ts';
import { patComplex } from './pat-complex.ts';
import { patElements } from './pat-elements.ts';
import { patExtension } from './pat-extension.ts';
import { patGroups } from './pat-groups.ts';
import { patMessage } from './pat-message.ts';
import { patRefused } from './pat-refused.ts';
import { patSimple } from './pat-simple.ts';

/** PATCH: the message, then the matrix of operation, form of path and kind of target. All of it needs PATCH. */
export const pat: readonly ConformanceCase[] = [
  ...patMessage,
  ...patSimple,
  ...patComplex,
  ...patElements,
  ...patExtension,
  ...patGroups,
  ...patRefused,
].map((one) => ({ ...one, needs: ['patch', ...(one.needs ?? [])] as const }));
