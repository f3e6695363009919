import fc from 'fast-check';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { compileResourceType } from '../schema/compile-resource-type.ts';
import { defineResourceType } from '../schema/define-resource-type.ts';
import { defineSchema } from '../schema/define-schema.ts';
import { Group } from '../schema/definitions/group.ts';
import { User } from '../schema/definitions/user.ts';
import { toKey } from '../schema/keys.ts';
import { resolveAttribute } from '../schema/resolve-attribute.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { combine, negate, some } from './combine.ts';
import type { CompareOp, FilterNode } from './filter-node.ts';
import type { FilterSubject } from './filter-subject.ts';

/** Models, subjects and random filters that the tests of this room share. */

export const users = compileResourceType(User);
export const groups = compileResourceType(Group);

/** One attribute of each kind that the operator table of FLT-12 and FLT-13 has a row for. */
export const probes = compileResourceType(
  defineResourceType({
    name: 'Probe',
    endpoint: '/Probes',
    schema: defineSchema({
      id: 'urn:example:2.0:Probe',
      name: 'Probe',
      attributes: {
        text: {},
        exact: { caseExact: true },
        link: { type: 'reference', referenceTypes: ['external'] },
        flag: { type: 'boolean' },
        whole: { type: 'integer' },
        part: { type: 'decimal' },
        at: { type: 'dateTime' },
        bytes: { type: 'binary' },
        single: { type: 'complex', subAttributes: { text: {}, flag: { type: 'boolean' } } },
        plural: {
          type: 'complex',
          multiValued: true,
          subAttributes: { value: {}, type: {}, primary: { type: 'boolean' }, tags: { multiValued: true } },
        },
        valueless: { type: 'complex', multiValued: true, subAttributes: { text: {} } },
        numbers: { type: 'complex', multiValued: true, subAttributes: { value: { type: 'integer' } } },
        labels: { multiValued: true },
        hidden: { returned: 'never', mutability: 'writeOnly' },
        vault: { type: 'complex', returned: 'never', mutability: 'writeOnly', subAttributes: { text: {} } },
        not: {},
      },
    }),
  }),
);

/** An attribute that is known to exist. */
export function attribute(model: ResourceModel, path: string): AttributeRef {
  const found = resolveAttribute(model, path);
  if (found === undefined) throw new Error(`${model.name} has no ${path}`);
  return found;
}

/** A resource with a document, and whatever else a test is about. */
export function subject(document: Record<string, unknown>, rest: Partial<FilterSubject> = {}): FilterSubject {
  return { type: 'User', id: 'id-1', version: '1', created: 0, modified: 0, document, ...rest };
}

/** Strings that have been evaluated differently by different engines, and strings that are nearly equal. */
export const nastyStrings: readonly string[] = [
  '',
  'a',
  'A',
  'ab',
  'aB',
  'b',
  '%',
  '_',
  '\\',
  '!',
  '[',
  ']',
  '*',
  '?',
  '^',
  '"',
  "'",
  'a%b',
  'a_b',
  ' a',
  'a ',
  '\ta',
  '\u00e9',
  'e\u0301',
  'a\u0301\u0323',
  'a\u0323\u0301',
  'ß',
  'ẞ',
  'SS',
  'İ',
  'i̇',
  'I',
  'ı',
  'Σ',
  'σ',
  'ς',
  'ΑΣ',
  'ας',
  'Ǆ',
  'ǅ',
  'ǆ',
  'ａＢ',
  '\u212a',
  'k',
  '\u2126',
  'ω',
  '\u212b',
  'å',
  'ﬁ',
  'fi',
  'a\u00adb',
  '\ufffd',
  '\u{1f600}',
  '\u{10400}',
  '\u{10428}',
  '9',
  '10',
  '1e2',
  'true',
  'null',
  'work',
  'Work',
];

const anyString = fc.oneof(fc.constantFrom(...nastyStrings), fc.string({ unit: 'grapheme', maxLength: 4 }));

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined | null> =>
  fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom(undefined, null) });

const element = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      {
        value: optional(anyString),
        type: optional(anyString),
        primary: optional(fc.boolean()),
        tags: fc.array(anyString, { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: fc.constant({}) },
);

const instants = [
  '2011-05-13T04:42:34Z',
  '2011-05-13T04:42:34.000Z',
  '2011-05-13T06:42:34+02:00',
  '2011-05-13T04:42:34.1234567Z',
  '1901-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '-0044-03-15T12:00:00Z',
  '12024-02-29T00:00:00-14:00',
];
const numbers = [0, 1, -1, 1.5, 9, 10, 9007199254740992, -9007199254740991, 1e300, 5e-324];

/** Random documents of the type Probe. */
export const anyProbe: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    text: optional(anyString),
    exact: optional(anyString),
    flag: optional(fc.boolean()),
    whole: optional(fc.constantFrom(...numbers)),
    at: optional(fc.constantFrom(...instants)),
    bytes: optional(fc.constantFrom('AAAA', 'aaaa', 'AA==')),
    single: optional(
      fc.record({ text: optional(anyString), flag: optional(fc.boolean()) }, { requiredKeys: [] }),
    ),
    plural: optional(fc.array(element, { maxLength: 3 })),
    labels: optional(fc.array(anyString, { maxLength: 3 })),
  },
  { requiredKeys: [] },
);

const equality: CompareOp[] = ['eq', 'ne'];
const order: CompareOp[] = [...equality, 'gt', 'ge', 'lt', 'le'];
const all: CompareOp[] = [...order, 'co', 'sw', 'ew'];

const leaf = (
  path: string,
  ops: readonly CompareOp[],
  literal: fc.Arbitrary<unknown>,
): fc.Arbitrary<FilterNode> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(fc.constantFrom(...ops), literal).map(([op, value]): FilterNode => {
        const key = toKey(value, attribute(probes, path));
        if (key === undefined) throw new Error(`no key for ${path}`);
        return Object.freeze({ kind: 'compare', attribute: attribute(probes, path), op, key });
      }),
    },
    {
      weight: 1,
      arbitrary: fc.constant<FilterNode>(
        Object.freeze({ kind: 'present', attribute: attribute(probes, path) }),
      ),
    },
  );

const tree = (leaves: fc.Arbitrary<FilterNode>): fc.Arbitrary<FilterNode> =>
  fc.letrec<{ node: FilterNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaves,
      fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((of) => combine('and', of)),
      fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((of) => combine('or', of)),
      tie('node').map(negate),
    ),
  })).node;

const inPlural = tree(
  fc.oneof(
    leaf('plural.value', all, anyString),
    leaf('plural.type', all, anyString),
    leaf('plural.primary', equality, fc.boolean()),
    leaf('plural.tags', all, anyString),
  ),
);
const inSingle = tree(
  fc.oneof(leaf('single.text', all, anyString), leaf('single.flag', equality, fc.boolean())),
);

/** Random filters on the type Probe, in the form that the compiler gives them. */
export const anyFilter: fc.Arbitrary<FilterNode> = tree(
  fc.oneof(
    leaf('text', all, anyString),
    leaf('exact', all, anyString),
    leaf('flag', equality, fc.boolean()),
    leaf('whole', order, fc.constantFrom(...numbers)),
    leaf('at', order, fc.constantFrom(...instants)),
    leaf('bytes', equality, fc.constantFrom('AAAA', 'aaaa')),
    leaf('single.text', all, anyString),
    leaf('plural.value', all, anyString),
    leaf('plural.type', all, anyString),
    leaf('plural.primary', equality, fc.boolean()),
    leaf('plural.tags', all, anyString),
    leaf('labels', all, anyString),
    inPlural.map((of) => some(attribute(probes, 'plural'), of)),
    inSingle.map((of) => some(attribute(probes, 'single'), of)),
    tree(leaf('labels', all, anyString)).map((of) => some(attribute(probes, 'labels'), of)),
  ),
);
