import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import type { AttributePath } from '../schema/attribute-path.ts';
import type { PlacesOf } from '../schema/attribute-place.ts';
import { compileResourceType } from '../schema/compile-resource-type.ts';
import { defineResourceType } from '../schema/define-resource-type.ts';
import { defineSchema } from '../schema/define-schema.ts';
import type { ResourceTypeDefinition } from '../schema/definition.ts';
import { Group } from '../schema/definitions/group.ts';
import { User } from '../schema/definitions/user.ts';
import { formats } from '../schema/formats.ts';
import { toKey } from '../schema/keys.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { compileFilter } from './compile-filter.ts';
import { compileValueFilter } from './compile-value-filter.ts';
import type { FilterNode } from './filter-node.ts';
import type { ConditionWriter, FilterWriter, Takes } from './filter-writer.ts';
import { matches } from './matches.ts';
import { printFilter } from './print-filter.ts';
import { printInstant } from './print-instant.ts';
import { splitPath } from './split-path.ts';
import { anyFilter, attribute, groups, nastyStrings, probes, subject, users } from './test-fixture.ts';
import { filterFor } from './write-filter.ts';

const f = filterFor(User);
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Every path and value, as for code that does not know the type it works with. */
const open = filterFor<ResourceTypeDefinition>(User);

describe('what is written', () => {
  it.each([
    [f.eq('userName', 'jo'), 'userName eq "jo"'],
    [f.ne('active', false), 'active ne false'],
    [f.co('emails.value', '@'), 'emails.value co "@"'],
    [f.sw(`${enterprise}:department`, 'R&D'), `${enterprise}:department sw "R&D"`],
    [f.ew(`${enterprise}:manager.value`, '7'), `${enterprise}:manager.value ew "7"`],
    [f.gt('meta.created', new Date(0)), 'meta.created gt "1970-01-01T00:00:00.000Z"'],
    [
      f.le('meta.lastModified', '2026-01-01T00:00:00+01:00'),
      'meta.lastModified le "2026-01-01T00:00:00+01:00"',
    ],
    [f.pr(enterprise), `${enterprise} pr`],
    [f.eq('groups.$ref', 'https://a.example/Groups/1'), 'groups.$ref eq "https://a.example/Groups/1"'],
    [f.not(f.pr('title')), 'not (title pr)'],
    [f.and(f.pr('title'), f.or(f.pr('name'), f.pr('ims'))), 'title pr and (name pr or ims pr)'],
    [f.or(f.and(f.pr('title'), f.pr('name')), f.pr('ims')), '(title pr and name pr or ims pr)'],
    [f.not(f.or(f.pr('title'), f.pr('name'))), 'not ((title pr or name pr))'],
    [f.or(f.pr('title')), 'title pr'],
    [
      f.and(
        f.eq('userName', 'jo'),
        f.some('emails', (e) => e.and(e.eq('type', 'work'), e.sw('value', 'jo'))),
        f.not(f.pr('title')),
      ),
      'userName eq "jo" and emails[type eq "work" and value sw "jo"] and not (title pr)',
    ],
  ])('%#: %s', (written, text) => {
    expect(written).toBe(text);
    expect(() => compileFilter(users, written)).not.toThrow();
  });

  it.each([
    [f.valuePath('emails', (e) => e.eq('type', ']"')), 'emails', 'type eq "]\\""', undefined],
    [f.valuePath('emails', (e) => e.pr('type'), 'value'), 'emails', 'type pr', 'value'],
  ])('paths of a PATCH: %s', (path, name, filter, sub) => {
    expect(splitPath(path)).toEqual({ attribute: name, filter, ...(sub === undefined ? {} : { sub }) });
    expect(() => compileValueFilter(attribute(users, name), filter)).not.toThrow();
  });
});

describe('a value is data', () => {
  const escapes = [
    '" or id pr or userName eq "',
    '\\" or id pr',
    '") or (id pr',
    '"] or emails[value pr',
    '\\',
    '\\u0022',
  ];
  const anyText = fc.oneof(
    fc.constantFrom(...nastyStrings, ...escapes, '\u2028', '\0', '\ud800', '\u{10ffff}', '\u007f', '\r\n'),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.string({ unit: fc.constantFrom('"', '\\', ']', ')', '(', ' ', 'u', '0', 'or', 'pr', "'") }),
  );

  it.each(['text', 'exact', 'labels', 'plural.value'])(
    'in %s: it finds what equals it and nothing else',
    (path) => {
      const named = attribute(probes, path);
      const documentOf = (value: string) =>
        path === 'plural.value' ? { plural: [{ value }] } : { [path]: named.multiValued ? [value] : value };
      fc.assert(
        fc.property(anyText, anyText, (wanted, other) => {
          const compiled = () => compileFilter(probes, open.eq(path, wanted));
          if (!formats.keyText(wanted)) {
            // What no document can hold is refused in words, not searched for.
            expect(compiled).toThrow(ScimError);
            return;
          }
          const key = toKey(wanted, named);
          expect(compiled()).toEqual({ kind: 'compare', attribute: named, op: 'eq', key });
          expect(matches(compiled(), subject(documentOf(wanted)))).toBe(true);
          expect(matches(compiled(), subject(documentOf(other)))).toBe(toKey(other, named) === key);
        }),
        { numRuns: 1000 },
      );
    },
  );

  it('in brackets and in the path of a PATCH', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        fc.pre(formats.keyText(value));
        const emails = attribute(users, 'emails');
        const key = toKey(value, attribute(users, 'emails.value'));
        const compiled = compileFilter(
          users,
          f.some('emails', (e) => e.eq('value', value)),
        );
        expect(compiled).toMatchObject({ kind: 'some', of: { kind: 'compare', key } });
        const path = splitPath(f.valuePath('emails', (e) => e.eq('value', value), 'type'));
        expect(path).toMatchObject({ attribute: 'emails', sub: 'type' });
        expect(compileValueFilter(emails, path.filter ?? '')).toMatchObject({ kind: 'compare', key });
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['userName pr or id', 'x'],
    ['emails[value', 'x'],
    ['', 'x'],
    ['userName', undefined],
    ['userName', null],
    ['userName', ['x']],
    ['userName', { toJSON: () => 1 }],
    ['slots', Number.NaN],
    ['slots', Number.POSITIVE_INFINITY],
    ['meta.created', new Date(Number.NaN)],
  ])('refuses %j compared with %j', (path, value) => {
    // What the compiler refuses, plain JavaScript can still do.
    expect(() => open.eq(path, value as never)).toThrow(TypeError);
  });

  it('takes numbers as JSON writes them', () => {
    for (const value of [0, -0, 1.5, 1e21, 5e-324, -9007199254740991, 2 ** 53]) {
      expect(compileFilter(probes, open.eq('part', value))).toMatchObject({ key: value === 0 ? 0 : value });
    }
  });

  it('needs at least one condition', () => {
    expect(() => f.and()).toThrow(/at least one/);
    expect(() => f.or()).toThrow(/at least one/);
  });
});

it('writes every tree so that it compiles back to the same tree', () => {
  const limits = { maxLength: 100_000, maxDepth: 200, maxTerms: 10_000 };
  fc.assert(
    fc.property(anyFilter, (filter) => {
      expect(compileFilter(probes, write(filter, open), { limits })).toEqual(filter);
    }),
    { numRuns: 1000 },
  );
});

type Open = ConditionWriter<string, PlacesOf<ResourceTypeDefinition>>;

function write(
  node: FilterNode,
  to: Open & Partial<Pick<typeof open, 'some'>>,
  below = 0,
): string & ReturnType<Open['pr']> {
  switch (node.kind) {
    case 'and':
    case 'or':
      return to[node.kind](...node.of.map((part) => write(part, to, below)));
    case 'not':
      return to.not(write(node.of, to, below));
    case 'present':
      return to.pr(named(node, below));
    case 'compare': {
      const instant = node.attribute.type === 'dateTime' && typeof node.key === 'number';
      return to[node.op](named(node, below), (instant ? printInstant(node.key) : node.key) as never);
    }
    case 'some':
      // Parts are written without the attribute; its element is `value` when it has no parts.
      return open.some(
        node.attribute.path as never,
        (element) => write(node.of, element as never, node.attribute.steps.length) as never,
      );
    case 'constant':
      throw new Error(`no text means ${printFilter(node)}`);
  }
}

function named(node: Extract<FilterNode, { kind: 'compare' | 'present' }>, below: number): string {
  return node.attribute.steps.slice(below).join('.') || 'value';
}

/** A path's family of operators as the types have it; one literal each, so that a table of them is exact. */
type FamilyOf<Places, Path> = Path extends keyof Places
  ? [Takes<Places[Path]>] extends [never]
    ? 'none'
    : 'text' extends Takes<Places[Path]>
      ? 'text'
      : 'ordered' extends Takes<Places[Path]>
        ? 'ordered'
        : 'equality'
  : never;
type Table<T extends ResourceTypeDefinition> = {
  readonly [Path in AttributePath<T>]: FamilyOf<PlacesOf<T>, Path>;
};

const Sample = defineResourceType({
  name: 'Sample',
  endpoint: '/Samples',
  schema: defineSchema({
    id: 'urn:example:Sample',
    name: 'Sample',
    attributes: {
      text: {},
      link: { type: 'reference', referenceTypes: ['external'] },
      flag: { type: 'boolean' },
      whole: { type: 'integer' },
      part: { type: 'decimal' },
      at: { type: 'dateTime' },
      bytes: { type: 'binary' },
      labels: { multiValued: true },
      hidden: { returned: 'never', mutability: 'writeOnly' },
      single: { type: 'complex', subAttributes: { value: {}, flag: { type: 'boolean' } } },
      owner: {
        type: 'complex',
        subAttributes: { value: {}, $ref: { type: 'reference', referenceTypes: ['User'] } },
      },
      page: {
        type: 'complex',
        subAttributes: { value: {}, $ref: { type: 'reference', referenceTypes: ['external'] } },
      },
      bare: { type: 'complex', subAttributes: { $ref: { type: 'reference', referenceTypes: ['User'] } } },
      numbers: { type: 'complex', multiValued: true, subAttributes: { value: { type: 'integer' } } },
      valueless: { type: 'complex', multiValued: true, subAttributes: { text: {} } },
      sealed: {
        type: 'complex',
        multiValued: true,
        subAttributes: { value: { returned: 'never', mutability: 'writeOnly' }, text: {} },
      },
    },
  }),
});

const common = {
  schemas: 'text',
  id: 'text',
  externalId: 'text',
  meta: 'none',
  'meta.resourceType': 'text',
  'meta.created': 'ordered',
  'meta.lastModified': 'ordered',
  'meta.location': 'equality',
  'meta.version': 'text',
} as const;

/** The compiler holds the tables to the types, the test the server to the tables. */
const sampleTable: Table<typeof Sample> = {
  ...common,
  text: 'text',
  link: 'text',
  flag: 'equality',
  whole: 'ordered',
  part: 'ordered',
  at: 'ordered',
  bytes: 'equality',
  labels: 'text',
  single: 'none',
  'single.value': 'text',
  'single.flag': 'equality',
  owner: 'text',
  'owner.value': 'text',
  'owner.$ref': 'equality',
  page: 'text',
  'page.value': 'text',
  'page.$ref': 'text',
  bare: 'none',
  'bare.$ref': 'text',
  numbers: 'ordered',
  'numbers.value': 'ordered',
  valueless: 'none',
  'valueless.text': 'text',
  sealed: 'none',
  'sealed.text': 'text',
};

const groupTable: Table<typeof Group> = {
  ...common,
  displayName: 'text',
  members: 'text',
  'members.value': 'text',
  'members.$ref': 'equality',
  'members.type': 'text',
  'members.display': 'text',
};

describe.each<[ResourceModel, Readonly<Record<string, string>>]>([
  [compileResourceType(Sample), sampleTable],
  [groups, groupTable],
])('the types allow what the server takes', (model, table) => {
  const values: Readonly<Record<string, string | number | boolean>> = {
    boolean: true,
    integer: 1,
    decimal: 1,
    dateTime: '2026-01-01T00:00:00Z',
    binary: 'AA==',
  };
  const operators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'co', 'sw', 'ew'] as const;
  const taken: Readonly<Record<string, number>> = { none: 0, equality: 2, ordered: 6, text: 9 };

  it(`${model.name}: every path`, () => {
    const known = [...model.byId.values()].filter(
      ({ returned, parent }) => returned !== 'never' && parent?.returned !== 'never',
    );
    expect(Object.keys(table).sort()).toEqual(known.map(({ path }) => path).sort());
  });

  it.each(Object.entries(table))(`${model.name}.%s: %s`, (path, family) => {
    const { type, byName } = attribute(model, path);
    const value = values[type === 'complex' ? (byName.get('value')?.type ?? '') : type] ?? 'x';
    const accepted = operators.filter((op) => {
      try {
        return compileFilter(model, open[op](path, value as never)) !== undefined;
      } catch (error) {
        if (error instanceof ScimError) return false;
        throw error;
      }
    });
    expect(accepted).toEqual(operators.slice(0, taken[family]));
  });
});

/** The writer is the same object whatever the type. */
it('costs nothing to make', () => {
  expect<unknown>(filterFor(Group)).toBe(f satisfies FilterWriter<typeof User>);
});
