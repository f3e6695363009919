import type { StoredDocument } from '@scimkit/core';
import { type Dice, decimals, instants, integers } from './dice.ts';
import { thing } from './things.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** A type with what User has not: numbers, instants, values that are compared exactly. */
export const gadget = thing(
  {
    name: { uniqueness: 'server', roles: ['display'] },
    code: { caseExact: true, indexed: true },
    size: { type: 'integer', indexed: true },
    weight: { type: 'decimal', indexed: true },
    seen: { type: 'dateTime', indexed: true },
    on: { type: 'boolean', indexed: true },
    tags: { multiValued: true, indexed: true },
    slots: {
      type: 'complex',
      multiValued: true,
      indexed: true,
      subAttributes: { value: { type: 'integer' }, type: {}, primary: { type: 'boolean' } },
    },
  },
  'Gadget',
);

/** Elements of which any part may be missing, or all; sometimes one of them twice. */
function randomElements<Value>(
  dice: Dice,
  value: () => Value,
  more: () => Record<string, unknown> = () => ({}),
) {
  const elements = Array.from({ length: dice.below(4) }, () => ({
    ...dice.maybe('value', value, 0.8),
    ...dice.maybe('type', () => dice.of(['work', 'Work', 'home', dice.word()])),
    ...dice.maybe('primary', () => dice.chance(0.5), 0.5),
    ...more(),
  }));
  const [first] = elements;
  return first !== undefined && dice.chance(0.1) ? [...elements, { ...first }] : elements;
}

export function randomUser(dice: Dice, index: number): StoredDocument {
  const elements = () =>
    randomElements(
      dice,
      () => dice.text(),
      () => dice.maybe('display', () => dice.word(), 0.3),
    );
  return {
    userName: `${dice.text()}${index}`,
    ...dice.maybe('externalId', () => dice.text()),
    ...dice.maybe('displayName', () => dice.text()),
    ...dice.maybe('name', () => ({
      ...dice.maybe('familyName', () => dice.text()),
      ...dice.maybe('givenName', () => dice.text()),
    })),
    ...dice.maybe('active', () => dice.chance(0.5)),
    ...dice.maybe('emails', elements),
    ...dice.maybe('phoneNumbers', elements, 0.4),
    ...dice.maybe(enterprise, () => ({
      ...dice.maybe('department', () => dice.text()),
      ...dice.maybe('manager', () => ({ ...dice.maybe('value', () => dice.word()) })),
    })),
  };
}

export function randomGadget(dice: Dice, index: number): StoredDocument {
  return {
    name: `${dice.text()}${index}`,
    ...dice.maybe('code', () => dice.text()),
    ...dice.maybe('size', () => dice.of(integers)),
    ...dice.maybe('weight', () => dice.of(decimals)),
    ...dice.maybe('seen', () => dice.of(instants)),
    ...dice.maybe('on', () => dice.chance(0.5)),
    ...dice.maybe('tags', () => Array.from({ length: dice.below(4) }, () => dice.text())),
    ...dice.maybe('slots', () => randomElements(dice, () => dice.of(integers))),
  };
}
