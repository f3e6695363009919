import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { compareKeys, toKey } from '../schema/keys.ts';
import { valuesAt } from '../schema/values-at.ts';
import { compileFilter } from './compile-filter.ts';
import type { FilterNode, Key } from './filter-node.ts';
import type { FilterSubject } from './filter-subject.ts';
import { matches } from './matches.ts';
import { printFilter } from './print-filter.ts';
import { anyFilter, anyProbe, attribute, groups, probes, subject, users } from './test-fixture.ts';

const asks = (text: string, document: Record<string, unknown>, rest: Partial<FilterSubject> = {}) =>
  matches(compileFilter(users, text), subject(document, rest));

describe('comparing', () => {
  const two = {
    emails: [
      { value: 'a@x', type: 'work' },
      { value: 'b@y', type: 'home', primary: true },
    ],
  };

  it.each<[string, Record<string, unknown>, boolean]>([
    ['userType ne "X"', {}, true],
    ['userType ne "X"', { userType: 'x' }, false],
    ['userType eq "X"', {}, false],
    ['userType gt ""', { userType: 'a' }, true],
    ['emails.value ne "a@x"', two, true],
    ['not (emails.value eq "a@x")', two, false],
    ['emails.value ne "a@x"', { emails: [{ value: 'A@X' }] }, false],
    ['emails.value ne "a@x"', { emails: [] }, true],
    ['emails.value ne "a@x"', { emails: [{ type: 'work' }] }, true],
    ['emails eq "B@Y"', two, true],
    ['emails[type eq "work" and value co "b"]', two, false],
    ['emails.type eq "work" and emails.value co "b"', two, true],
    ['emails[type eq "work"].value eq "a@x"', two, true],
    ['emails[type eq "work"].value eq "b@y"', two, false],
    ['emails[type eq "home" and not (value sw "a")]', two, true],
    ['not (emails[type eq "other"])', two, true],
    ['emails[type eq "work"] and active eq true', { ...two, active: true }, true],
    ['emails[primary eq false]', two, true],
    ['emails[primary eq false and type eq "home"]', two, false],
    ['emails[primary ne true and type eq "work"]', two, true],
    ['emails.primary eq false', two, true],
    ['emails.primary eq false', {}, false],
    ['emails.primary eq false', { emails: [{ value: 'x', primary: null }] }, true],
    ['emails[primary pr]', { emails: [{ value: 'x' }] }, false],
    ['active eq false', {}, false],
    ['active ne true', {}, true],
    ['title co ""', { title: 'x' }, true],
    ['title sw ""', { title: '' }, true],
    ['title ew ""', {}, false],
    ['title eq ""', { title: '' }, true],
    ['title ne ""', { title: '' }, false],
    ['title sw "abc"', { title: 'ABC' }, true],
    ['title ew "abc"', { title: 'ABC' }, true],
    ['title co "%"', { title: 'a%b' }, true],
    ['title co "%"', { title: 'ab' }, false],
    ['title co "_"', { title: 'ab' }, false],
    ['title co ".*"', { title: 'ab' }, false],
    ['title co "\\\\"', { title: 'a\\b' }, true],
    ['title eq "a "', { title: 'a' }, false],
    ['schemas eq "URN:X"', { schemas: ['urn:y', 'urn:x'] }, true],
    ['schemas[value eq "urn:x"]', { schemas: ['urn:x'] }, true],
    ['schemas[value ne "urn:x"]', { schemas: ['urn:x'] }, false],
    ['name[givenName ne "x"]', {}, false],
    ['name.givenName ne "x"', {}, true],
    ['name[givenName eq "x" and familyName eq "y"]', { name: { givenName: 'X', familyName: 'Y' } }, true],
    ['externalId eq "ABC"', { externalId: 'abc' }, false],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "x"',
      { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'X' } },
      true,
    ],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User[department eq "x" and manager.value eq "1"]',
      {
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
          department: 'X',
          manager: { value: '1' },
        },
      },
      true,
    ],
    ['userName eq "x"', { username: 'x' }, false],
    ['title eq "x"', { title: 5 }, false],
    ['title ne "x"', { title: 5 }, true],
    ['emails.value eq "x"', { emails: ['x', null, 5, [{ value: 'x' }]] }, true],
  ])('%s of %j is %s', (text, document, expected) => {
    expect(asks(text, document)).toBe(expected);
  });

  it.each([
    ['absent', undefined, false],
    ['null', null, false],
    ['an empty list', [], false],
    ['a list of nothing', [null, ''], false],
    ['an empty object', {}, false],
    ['an object of nothing', { a: null, b: { c: [] } }, false],
    ['an empty string', '', false],
    ['a blank', ' ', true],
    ['false', false, true],
    ['0', 0, true],
    ['a list', ['x'], true],
    ['an object', { value: 'x' }, true],
  ])('%s is present: %#', (_, value, expected) => {
    expect(asks('emails pr', { emails: value })).toBe(expected);
    expect(asks('title pr', { title: value })).toBe(expected);
    expect(asks('title eq null', { title: value })).toBe(!expected);
  });

  it.each([
    ['numbers by size', 'whole', [9, 10, 100]],
    ['decimals by size', 'part', [-1.5, 0, 0.1, 1e300]],
    [
      'strings by code point',
      'text',
      ['9', '10', 'a', 'b', '\ufffd', '\u{1f600}'].sort((a, b) => compareKeys(a, b)),
    ],
    [
      'instants by time',
      'at',
      [
        '-0044-03-15T12:00:00Z',
        '1969-12-31T23:59:59.9Z',
        '2011-05-13T06:42:34+02:00',
        '2011-05-13T04:42:34.0001Z',
      ],
    ],
  ])('orders %s', (_, path, values) => {
    for (const [left, value] of values.entries()) {
      for (const [right, literal] of values.entries()) {
        const resource = subject({ [path]: value });
        const is = (op: string) =>
          matches(compileFilter(probes, `${path} ${op} ${JSON.stringify(literal)}`), resource);
        expect([is('lt'), is('le'), is('gt'), is('ge'), is('eq')]).toEqual([
          left < right,
          left <= right,
          left > right,
          left >= right,
          left === right,
        ]);
      }
    }
  });

  it('puts U+FFFD before U+1F600, as databases do', () => {
    expect(asks('title lt "\u{1f600}"', { title: '\ufffd' })).toBe(true);
  });

  it.each([
    ['\u00e9', 'E\u0301', true],
    ['a\u0301\u0323', 'a\u0323\u0301', true],
    ['ẞ', 'ß', true],
    ['ß', 'ss', false],
    ['İ', 'i̇', true],
    ['ΑΣ', 'ας', true],
    ['Ǆ', 'ǅ', true],
    ['\u212a', 'k', true],
    ['\u2126', 'Ω', true],
    ['\u212b', 'å', true],
    ['ﬁ', 'fi', false],
    ['\u{10400}', '\u{10428}', true],
    ['a\u00adb', 'ab', false],
  ])('%s is %s without case: %s', (value, literal, expected) => {
    expect(asks(`title eq ${JSON.stringify(literal)}`, { title: value })).toBe(expected);
    expect(asks(`title eq ${JSON.stringify(value)}`, { title: literal })).toBe(expected);
  });

  it('knows no property but own ones', () => {
    const hostile = JSON.parse('{"__proto__": {"title": "x"}, "name": {"__proto__": {"givenName": "x"}}}');
    expect(asks('title pr or name.givenName pr', hostile)).toBe(false);
    expect(asks('title pr', Object.create({ title: 'x' }))).toBe(false);
  });
});

describe('what is not in the document', () => {
  const modified = Date.parse('2024-01-01T00:00:00Z');
  it.each([
    ['id eq "Id-7"', true],
    ['id eq "id-7"', false],
    ['id sw "Id"', true],
    ['meta.created lt "2024-01-01T00:00:00Z"', true],
    ['meta.lastModified eq "2024-01-01T01:00:00+01:00"', true],
    ['meta.version eq "W/\\"v1\\""', true],
    ['meta.version eq "v1"', false],
    ['meta[lastModified ge "2024-01-01T00:00:00Z" and version pr]', true],
    ['id pr and meta pr and meta.version pr', true],
    ['groups.value eq "g1"', true],
    ['groups eq "g2"', true],
    ['groups.display co "SALES"', true],
    ['groups.type eq "indirect"', true],
    ['groups[type eq "direct" and value eq "g2"]', false],
    ['groups[type eq "indirect" and value eq "g2"]', true],
    ['groups.display eq null', false],
    ['groups[display eq null]', true],
    ['groups pr', true],
    ['groups.value ne "g1"', true],
    ['not (groups[value eq "g3"])', true],
  ])('%s: %s', (text, expected) => {
    const memberOf = [
      { type: 'Group', id: 'g1', display: 'Sales' },
      { type: 'Group', id: 'g2', indirect: true },
    ];
    const resource = subject({}, { id: 'Id-7', version: 'v1', created: 5, modified, memberOf });
    expect(matches(compileFilter(users, text), resource)).toBe(expected);
  });

  it.each([
    ['members.value eq "u1"', true],
    ['members eq "U1"', false],
    ['members[type eq "User" and display eq "JO"]', true],
    ['members[type eq "Group" and display eq "Jo"]', false],
    ['members.$ref eq "https://a.example/Users/u1"', true],
    ['members.$ref eq "https://b.example/Users/u1"', false],
    ['members.display ne "Jo"', false],
    ['members.display pr', true],
    ['members pr', true],
    ['members[not (display pr)]', true],
  ])('%s: %s', (text, expected) => {
    const members = [
      { type: 'User', id: 'u1', display: 'Jo' },
      { type: 'Group', id: 'g1' },
    ];
    const filter = compileFilter(groups, text, { base: 'https://a.example' });
    expect(matches(filter, subject({ displayName: 'x' }, { type: 'Group', members }))).toBe(expected);
    const without = subject({ displayName: 'x' }, { type: 'Group' });
    expect(matches(filter, without)).toBe(text.includes(' ne '));
  });

  it('is compared by trees that were made by hand, too', () => {
    const node = {
      kind: 'compare',
      attribute: attribute(users, 'meta.resourceType'),
      op: 'eq',
      key: 'User',
    } as const;
    expect(matches(node, subject({}))).toBe(true);
    expect(matches(node, subject({}, { type: 'Group' }))).toBe(false);
    const location = {
      kind: 'compare',
      attribute: attribute(users, 'meta.location'),
      op: 'ne',
      key: 'x',
    } as const;
    expect(matches(location, subject({}))).toBe(true);
    expect(
      matches(
        { kind: 'present', attribute: attribute(groups, 'members.$ref') },
        subject({}, { members: [{ type: 'User', id: '1' }] }),
      ),
    ).toBe(false);
  });
});

/** The rules of `filter-node.ts`, written down once more as plainly as possible. */
function oracle(node: FilterNode, document: Record<string, unknown>, from = 0): boolean {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'and':
      return node.of.every((part) => oracle(part, document, from));
    case 'or':
      return node.of.some((part) => oracle(part, document, from));
    case 'not':
      return !oracle(node.of, document, from);
    case 'some':
      return valuesAt(document, node.attribute).some((element) =>
        oracle(node.of, { element }, node.attribute.steps.length),
      );
    case 'present': {
      const filled = (value: unknown): boolean =>
        typeof value === 'object' && value !== null
          ? Object.values(value).some(filled)
          : value !== undefined && value !== null && value !== '';
      return values(node.attribute, document, from).some(filled);
    }
    case 'compare': {
      const keys = values(node.attribute, document, from, true)
        .map((value) => toKey(value, node.attribute))
        .filter((key): key is Key => key !== undefined);
      const { op, key: wanted } = node;
      const test = (key: Key): boolean => {
        const order = compareKeys(key, wanted);
        if (op === 'eq') return order === 0;
        if (op === 'ne') return order !== 0;
        if (op === 'gt') return order > 0;
        if (op === 'ge') return order >= 0;
        if (op === 'lt') return order < 0;
        if (op === 'le') return order <= 0;
        if (op === 'co') return String(key).includes(String(wanted));
        return op === 'sw' ? String(key).startsWith(String(wanted)) : String(key).endsWith(String(wanted));
      };
      return keys.some(test) || (op === 'ne' && keys.length === 0);
    }
  }
}

/** Values of an attribute; below an element, `from` of its steps have been taken. */
function values(
  of: AttributeRef,
  document: Record<string, unknown>,
  from: number,
  primaries = false,
): readonly unknown[] {
  const steps = from === 0 ? of.steps : ['element', ...of.steps.slice(from)];
  if (!primaries || of.name !== 'primary') return valuesAt(document, { ...of, steps });
  // The elements are objects, as the generator makes them.
  const elements = valuesAt(document, { ...of, steps: steps.slice(0, -1) }) as { primary?: unknown }[];
  return elements.map((element) => element.primary ?? false);
}

it('agrees with the rules on random documents and filters', () => {
  fc.assert(
    fc.property(anyFilter, anyProbe, (filter, document) => {
      const [got, expected] = [matches(filter, subject(document)), oracle(filter, document)];
      if (got !== expected) throw new Error(`${printFilter(filter)} is ${got} and should be ${expected}`);
    }),
    { numRuns: 5000 },
  );
});
