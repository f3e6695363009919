import { describe, expect, it } from 'vitest';
import { compileResourceType } from './compile-resource-type.ts';
import { defineExtension } from './define-extension.ts';
import { base, enterprise, lenient, read, refusal } from './read-document.fixture.ts';
import type { ReadOptions } from './read-document.ts';

describe('readDocument: types', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ userName: 5 }, 'userName: expected a string, but got the number 5.'],
    [{ name: 'x' }, 'name: expected an object, but got a string.'],
    [{ name: ['x'] }, 'name: expected an object, but got an array.'],
    [{ emails: 'x' }, 'emails: expected an array, but got a string.'],
    [{ emails: { value: 'x' } }, 'emails: expected an array, but got an object.'],
    [{ emails: ['x'] }, 'emails[0]: expected an object, but got a string.'],
    [
      { emails: [{ value: 'a' }, { primary: 'True' }] },
      'emails[1].primary: expected true or false, but got a string.',
    ],
    [{ emails: [{ value: ['a'] }] }, 'emails[0].value: expected a string, but got an array.'],
    [{ active: 1 }, 'active: expected true or false, but got the number 1.'],
    [{ active: 'True' }, 'active: expected true or false, but got a string.'],
    [{ title: { a: 1 } }, 'title: expected a string, but got an object.'],
    [
      { title: 'a\0b' },
      'title: expected text without NUL characters and halves of surrogate pairs, but got "a\\u0000b".',
    ],
    [
      { title: '\ud800' },
      'title: expected text without NUL characters and halves of surrogate pairs, but got "\\ud800".',
    ],
    [
      { displayName: '\u{10ffff}' },
      'displayName: expected text without NUL characters, halves of surrogate pairs and U+10FFFF, but got "\u{10ffff}".',
    ],
    [
      { profileUrl: 'not a uri%%' },
      'profileUrl: expected a URI such as https://example.com/jo or a relative reference, but got "not a uri%%".',
    ],
    [{ x509Certificates: [{ value: '###' }] }, 'x509Certificates[0].value: expected base64, but got "###".'],
    [{ [enterprise]: { manager: 'x' } }, `${enterprise}:manager: expected an object, but got a string.`],
    [{ [enterprise]: 'x' }, `${enterprise}: expected an object, but got a string.`],
    [{ password: 5 }, 'password: expected a string, but got a number.'],
    [
      { password: 'geheim\0' },
      'password: expected text without NUL characters and halves of surrogate pairs, but got a string.',
    ],
  ])('refuses %j (TYP-01)', (part, sentence) => {
    expect(refusal({ ...base, ...part })).toBe(`400 invalidValue: ${sentence}`);
  });

  it('cuts long values in its sentences', () => {
    expect(refusal({ ...base, profileUrl: ' '.repeat(10_000) })).toMatch(/got " {60}…"\.$/);
  });

  it('offers what does not fit to coerce, and nothing else', () => {
    const offered: unknown[] = [];
    const coerce: ReadOptions['coerce'] = (value, attribute, level) => {
      offered.push([attribute.path, value, level]);
      return lenient.coerce?.(value, attribute, level);
    };
    const { document } = read(
      {
        ...base,
        title: 'fits',
        active: 'FALSE',
        emails: 'a@b',
        ims: { value: 'i' },
        [enterprise]: { manager: 'm' },
      },
      { coerce },
    );
    expect(document).toMatchObject({
      active: false,
      emails: [{ value: 'a@b' }],
      ims: [{ value: 'i' }],
      [enterprise]: { manager: { value: 'm' } },
    });
    expect(offered).toEqual([
      ['active', 'FALSE', 'whole'],
      ['emails', 'a@b', 'whole'],
      ['emails', 'a@b', 'element'],
      ['ims', { value: 'i' }, 'whole'],
      [`${enterprise}:manager`, 'm', 'whole'],
    ]);
  });

  it('drops values that mean nothing to the profile', () => {
    const { document, assigned } = read({ ...base, title: '', emails: '', name: { givenName: '' } }, lenient);
    expect(document).toEqual(base);
    expect(assigned.has('title')).toBe(true);
    expect(read({ ...base, title: '' }).document).toHaveProperty('title', '');
  });
});

describe('readDocument: custom types', () => {
  const thing = compileResourceType({
    name: 'Thing',
    endpoint: '/Things',
    schema: {
      id: 'urn:example:Thing',
      name: 'Thing',
      attributes: {
        size: { type: 'integer' },
        weight: { type: 'decimal' },
        since: { type: 'dateTime' },
        kind: { canonicalValues: ['Big', 'Small'], closed: true },
        code: { canonicalValues: ['A', 'b'], closed: true, caseExact: true },
        tags: { multiValued: true },
        owner: { type: 'complex', subAttributes: { value: { required: true }, note: {} } },
        pin: { mutability: 'writeOnly', returned: 'never', required: true },
        state: { mutability: 'readOnly', required: true },
        box: {
          type: 'complex',
          multiValued: true,
          subAttributes: { value: {}, labels: { multiValued: true } },
        },
      },
    },
    extensions: [
      {
        schema: defineExtension({
          id: 'urn:example:Extra',
          name: 'Extra',
          attributes: { must: { required: true }, may: {} },
        }),
        required: true,
      },
    ],
  });
  const good = { schemas: ['urn:example:Thing'], pin: '1', 'urn:example:Extra': { must: 'x' } };

  it('accepts what fits', () => {
    const body = {
      ...good,
      size: 5,
      weight: 1.5,
      since: '2024-01-01T10:00:00.123+02:00',
      tags: ['a', 'b'],
      owner: { value: 'o' },
      box: [{ value: 'v', labels: ['l', 'm'] }],
    };
    expect(read(body, {}, thing).document).toEqual({
      ...body,
      schemas: ['urn:example:Thing', 'urn:example:Extra'],
    });
  });

  it('spells closed values as the schema does, unless case counts', () => {
    expect(read({ ...good, kind: 'bIG', code: 'b' }, {}, thing).document).toMatchObject({
      kind: 'Big',
      code: 'b',
    });
    expect(refusal({ ...good, code: 'B' }, {}, thing)).toBe(
      '400 invalidValue: code: expected one of "A", "b", but got "B".',
    );
    expect(refusal({ ...good, kind: 'huge' }, {}, thing)).toMatch(
      'kind: expected one of "Big", "Small", but got "huge".',
    );
  });

  it.each<[Record<string, unknown>, string]>([
    [{ size: 1.5 }, 'size: expected a whole number, but got the number 1.5.'],
    [{ size: '5' }, 'size: expected a whole number, but got a string.'],
    [{ size: 2 ** 53 }, 'size: expected a number between -9007199254740991 and 9007199254740991'],
    [{ weight: '1.0' }, 'weight: expected a number, but got a string.'],
    [{ weight: -1e300 }, 'weight: expected a number between'],
    [{ weight: Number.POSITIVE_INFINITY }, 'weight: expected a number'],
    [
      { since: '2024-01-01' },
      'since: expected a date and time such as 2024-01-31T09:30:00Z, but got "2024-01-01".',
    ],
    [{ tags: [1] }, 'tags[0]: expected a string, but got the number 1.'],
    [{ tags: new Array(10_001).fill('x') }, 'tags: expected at most 10000 values.'],
    [{ pin: undefined }, 'pin: a value is required.'],
    [{ pin: '' }, 'pin: a value is required, and an empty string is none.'],
    [{ owner: { note: 'n' } }, 'owner.value: a value is required.'],
    [{ 'urn:example:Extra': null }, 'urn:example:Extra: a value is required.'],
    [{ 'urn:example:Extra': { may: 'x' } }, 'urn:example:Extra:must: a value is required.'],
  ])('refuses %j', (part, sentence) => {
    expect(refusal({ ...good, ...part }, {}, thing)).toMatch(`400 invalidValue: ${sentence}`);
  });

  it('asks for a required part only where the value is there (CHR-21), and never for what is readOnly (CHR-22)', () => {
    expect(read(good, {}, thing).document).not.toHaveProperty('owner');
  });
});
