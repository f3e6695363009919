import type { SubAttributeDefinition } from '../definition.ts';

/** The parts that most multi-valued attributes share. RFC 7643 section 2.4. */

/** `display`: what people read in place of the value. */
export const display = {
  description: 'What people read in place of the value.',
} as const satisfies SubAttributeDefinition;

/** `type`, where the RFC suggests no values. */
export const type = {
  description: 'What the value is for.',
} as const satisfies SubAttributeDefinition;

/** `type` with the three values that e-mail and postal addresses share. */
export const placeType = {
  description: 'What the value is for, for example work or home.',
  canonicalValues: ['work', 'home', 'other'],
} as const satisfies SubAttributeDefinition;

/** `primary`. */
export const primary = {
  type: 'boolean',
  description: 'True for the preferred one; at most one value of a list has it.',
} as const satisfies SubAttributeDefinition;
