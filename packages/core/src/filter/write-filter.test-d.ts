import type { PatchPath } from '../schema/attribute-path.ts';
import { defineResourceType } from '../schema/define-resource-type.ts';
import { defineSchema } from '../schema/define-schema.ts';
import type { ResourceTypeDefinition } from '../schema/definition.ts';
import { Group } from '../schema/definitions/group.ts';
import { User } from '../schema/definitions/user.ts';
import type { FilterText, WrittenFilter } from './filter-writer.ts';
import { filterFor } from './write-filter.ts';

const Probe = defineResourceType({
  name: 'Probe',
  endpoint: '/Probes',
  schema: defineSchema({
    id: 'urn:example:Probe',
    name: 'Probe',
    attributes: {
      flag: { type: 'boolean' },
      whole: { type: 'integer' },
      part: { type: 'decimal' },
      at: { type: 'dateTime' },
      bytes: { type: 'binary' },
      link: { type: 'reference', referenceTypes: ['external'] },
      kind: { canonicalValues: ['phone', 'laptop'], closed: true },
      labels: { multiValued: true },
      owner: {
        type: 'complex',
        subAttributes: { value: {}, $ref: { type: 'reference', referenceTypes: ['User'] } },
      },
    },
  }),
});

const f = filterFor(User);
const p = filterFor(Probe);
const g = filterFor(Group);

/** What is right compiles. */
export const right = [
  f.eq('userName', 'jo'),
  f.eq('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value', 'boss'),
  f.sw('emails', 'jo'),
  f.sw('emails.type', 'wo'),
  f.eq('meta.location', 'https://app.example/Users/1'),
  f.some('emails', (e) => e.and(e.eq('type', 'work'), e.eq('primary', true), e.not(e.pr('display')))),
  f.pr('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'),
  f.gt('meta.created', '2026-01-01T00:00:00Z'),
  p.ge('at', new Date()),
  p.lt('whole', 3),
  p.eq('bytes', 'AA=='),
  p.eq('kind', 'phone'),
  p.sw('kind', 'ph'),
  p.gt('kind', 'ph'),
  p.some('labels', (e) => e.sw('value', 'a')),
  p.eq('owner.$ref', 'https://app.example/Users/1'),
  g.or(...['1', '2'].map((id) => g.eq('members.value', id))),
];

export const wrong = [
  // @ts-expect-error no such attribute
  () => f.eq('usrName', 'jo'),
  // @ts-expect-error never returned, so nothing can ask for it
  () => f.pr('password'),
  // @ts-expect-error a boolean has no order
  () => f.gt('active', true),
  // @ts-expect-error a boolean is no text
  () => f.co('active', 'true'),
  // @ts-expect-error a boolean is compared with booleans
  () => f.eq('active', 'true'),
  // @ts-expect-error a date is no text
  () => f.co('meta.created', '2026'),
  // @ts-expect-error a date is not compared with a number
  () => f.gt('meta.created', 0),
  // @ts-expect-error complex without a value
  () => f.eq('name', 'Jo'),
  // @ts-expect-error a string is no number
  () => f.eq('userName', 1),
  // @ts-expect-error null asks for something else: not(pr(…))
  () => f.eq('title', null),
  // @ts-expect-error nor may it be missing
  () => f.eq('title', undefined),
  // @ts-expect-error binary has no order
  () => p.gt('bytes', 'AA=='),
  // @ts-expect-error binary is no text
  () => p.co('bytes', 'AA'),
  // @ts-expect-error not on the closed list
  () => p.eq('kind', 'toaster'),
  // @ts-expect-error numbers are no text
  () => p.sw('whole', '1'),
  // @ts-expect-error the URL of a resource is compared whole
  () => p.sw('owner.$ref', 'https://'),
  // @ts-expect-error the URL of a resource is compared whole
  () => f.co('meta.location', 'Users'),
  // @ts-expect-error one value: there is nothing to choose from
  () => f.some('name', (e) => e.pr('givenName')),
  // @ts-expect-error no such part
  () => f.some('emails', (e) => e.eq('valeu', 'jo')),
  // @ts-expect-error between the brackets paths begin below the attribute
  () => f.some('emails', (e) => e.eq('emails.value', 'jo')),
  // @ts-expect-error a condition on a phone number is none on an e-mail address
  () => f.some('emails', (e) => e.and(e.pr('value'), phone())),
  // @ts-expect-error a condition on the user is none on an e-mail address
  () => f.some('emails', () => f.pr('title')),
  // @ts-expect-error brackets do not nest
  () => f.some('emails', (e) => e.some('value', (v: never) => v)),
  // @ts-expect-error text that nobody has checked
  () => f.and(f.pr('title'), 'userName pr'),
  // @ts-expect-error a filter on groups
  () => f.and(f.pr('title'), g.pr('members')),
];

let phone!: () => WrittenFilter<'User.phoneNumbers'>;

/** A filter for another type is not taken, any text is. */
export const texts: readonly FilterText<'User'>[] = [
  f.pr('title'),
  'title pr',
  `title pr and ${f.pr('userName')}`,
  String('title pr'),
];

// @ts-expect-error a filter on groups
export const misplaced: FilterText<'User'> = g.pr('members');

type UserPath = PatchPath<typeof User>;
export const whole: UserPath = f.valuePath('emails', (e) => e.eq('type', 'work'));
export const part: UserPath = f.valuePath('emails', (e) => e.eq('type', 'work'), 'value');
// @ts-expect-error no such part
export const noPart = f.valuePath('emails', (e) => e.eq('type', 'work'), 'valeu');
// @ts-expect-error changed through the groups
export const fixed: UserPath = f.valuePath('groups', (e) => e.eq('value', '1'));

/** A definition that is not a literal takes every path and value. */
export const open = (type: ResourceTypeDefinition, column: string) => {
  const any = filterFor(type);
  return any.and(any.eq(column, true), any.gt(column, 3), any.co(column, 'x'), any.pr(column));
};
