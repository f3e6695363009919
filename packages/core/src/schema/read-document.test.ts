import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { compileResourceType } from './compile-resource-type.ts';
import { defineExtension } from './define-extension.ts';
import { Group } from './definitions/group.ts';
import { User } from './definitions/user.ts';
import { type ReadOptions, readDocument } from './read-document.ts';
import type { ResourceModel } from './resource-model.ts';

const user = compileResourceType(User);
const group = compileResourceType(Group);
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const strict: ReadOptions = { unknownAttributes: 'ignore', schemas: 'check', maxKeyLength: 400 };
const lenient: ReadOptions = {
  ...strict,
  schemas: 'complete',
  dropValue: (value) => value === '',
  coerce: (value, attribute, level) => {
    if (attribute.type === 'boolean' && typeof value === 'string') {
      return { true: true, false: false }[value.toLowerCase()];
    }
    if (level === 'whole' && attribute.multiValued) return [value];
    if (attribute.type === 'complex' && typeof value === 'string') return { value };
    return undefined;
  },
};

const base = { schemas: [core], userName: 'jo' };

const read = (body: unknown, options: Partial<ReadOptions> = {}, model: ResourceModel = user) =>
  readDocument(model, body, { ...strict, ...options });

/** Status, keyword and sentence of what reading throws. */
function refusal(body: unknown, options: Partial<ReadOptions> = {}, model: ResourceModel = user): string {
  try {
    read(body, options, model);
  } catch (error) {
    if (error instanceof ScimError) return `${error.status} ${error.scimType}: ${error.message}`;
    throw error;
  }
  return 'nothing was refused';
}

describe('readDocument: form', () => {
  it('spells and orders names as the schema does, at every level (REP-07 to REP-09)', () => {
    const { document } = read({
      [enterprise.toUpperCase()]: { MANAGER: { VALUE: 'm1' }, Department: 'Sales' },
      Emails: [{ TYPE: 'work', VALUE: 'x@y' }],
      NAME: { givenname: 'Jo', FamilyName: 'Doe' },
      EXTERNALID: 'e1',
      USERNAME: 'a',
      Schemas: [core.toLowerCase(), enterprise],
    });
    expect(JSON.stringify(document)).toBe(
      JSON.stringify({
        schemas: [core, enterprise],
        externalId: 'e1',
        userName: 'a',
        name: { familyName: 'Doe', givenName: 'Jo' },
        emails: [{ value: 'x@y', type: 'work' }],
        [enterprise]: { department: 'Sales', manager: { value: 'm1' } },
      }),
    );
  });

  it('gives shuffled bodies the same text (REP-16)', () => {
    const entries = Object.entries({
      ...base,
      title: 'T',
      name: { givenName: 'J', familyName: 'D' },
      active: true,
    });
    const text = JSON.stringify(read(Object.fromEntries(entries)).document);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(JSON.stringify(read(Object.fromEntries(shuffled)).document)).toBe(text);
      }),
    );
  });

  it.each([
    [{ ...base, username: 'b' }, 'username'],
    [{ ...base, ID: '1', id: '2' }, 'id'],
    [{ ...base, name: { givenName: 'a', GIVENNAME: 'b' } }, 'name.GIVENNAME'],
    [{ ...base, emails: [{ value: 'a', Value: 'b' }] }, 'emails.Value'],
    [{ ...base, zip: 1, ZIP: 2 }, 'ZIP'],
    [{ ...base, [enterprise]: {}, [enterprise.toLowerCase()]: {} }, enterprise.toLowerCase()],
  ])('refuses a name that is there twice (REP-10): %#', (body, path) => {
    expect(refusal(body)).toMatch(`400 invalidSyntax: ${path}: the name is there twice`);
  });

  it('drops what a client cannot write (CHR-03, CHR-31, COM-01, COM-08, RES-12)', () => {
    const { document } = read({
      ...base,
      id: 5,
      meta: { created: 1970 },
      groups: [{ value: 'g1' }],
      [enterprise]: { manager: { value: 'm', displayName: 'Ignored' } },
    });
    expect(document).toEqual({
      schemas: [core, enterprise],
      userName: 'jo',
      [enterprise]: { manager: { value: 'm' } },
    });
  });

  it('drops a complex value of which only readOnly parts were sent', () => {
    expect(read({ ...base, [enterprise]: { manager: { displayName: 'x' } } }).document).toEqual(base);
  });

  it('keeps secrets for the operation to deal with', () => {
    expect(read({ ...base, password: 'p' }).document.password).toBe('p');
  });

  it('takes null, [] and empty objects for no value (REP-12, REP-15), and says which were sent', () => {
    const { document, assigned } = read({
      ...base,
      title: null,
      nickName: [],
      emails: [],
      ims: [null, {}, { value: null }],
      name: { givenName: null },
      addresses: null,
      [enterprise]: { department: null, manager: {} },
    });
    expect(document).toEqual(base);
    expect([...assigned].sort()).toEqual(
      [
        'title',
        'nickName',
        'emails',
        'ims',
        'ims.value',
        'name',
        'name.givenName',
        'addresses',
        enterprise,
        `${enterprise}:department`,
        `${enterprise}:manager`,
      ].sort(),
    );
  });

  it.each([null, undefined, 5, 'x', true, []])('refuses a body that is no object: %j', (body) => {
    expect(refusal(body)).toBe('400 invalidSyntax: The body must be a JSON object.');
  });
});

describe('readDocument: unknown attributes', () => {
  const body = {
    ...base,
    shoeSize: 5,
    employeeNumber: '1',
    'urn:example:unknown': { a: 1 },
    name: { givenName: 'J', maiden: 'x' },
    ['__proto__']: { polluted: true },
    constructor: 1,
  };

  it('are ignored and told (REP-05, REP-20, REP-21)', () => {
    const ignored: string[] = [];
    const source: unknown = JSON.parse(
      JSON.stringify(body).replace('"shoeSize"', '"__proto__":{"polluted":1},"shoeSize"'),
    );
    const { document } = read(source, { onIgnored: (path) => ignored.push(path) });
    expect(document).toEqual({ ...base, name: { givenName: 'J' } });
    expect(ignored).toEqual([
      '__proto__',
      'shoeSize',
      'employeeNumber',
      'urn:example:unknown',
      'name.maiden',
      'constructor',
    ]);
    expect(Object.getPrototypeOf(document)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    [{ ...base, shoeSize: 5 }, 'shoeSize'],
    [{ ...base, name: { maiden: 'x' } }, 'name.maiden'],
    [{ ...base, [enterprise]: { floor: 1 } }, `${enterprise}:floor`],
    [JSON.parse(`{"__proto__":1,"userName":"a","schemas":["${core}"]}`), '__proto__'],
    [{ ...base, ['x'.repeat(5000)]: 1 }, `${'x'.repeat(100)}…`],
  ])('are refused where that is asked for: %#', (given, path) => {
    expect(refusal(given, { unknownAttributes: 'refuse' })).toBe(
      `400 invalidSyntax: ${path}: the resource type has no such attribute.`,
    );
  });
});

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

describe('readDocument: schemas', () => {
  it.each<[unknown, string]>([
    [undefined, 'invalidSyntax: schemas: expected an array of URNs with at least'],
    [null, 'invalidSyntax: schemas: expected an array'],
    [[], 'invalidSyntax: schemas: expected an array'],
    [core, 'invalidSyntax: schemas: expected an array'],
    [[5], 'invalidSyntax: schemas: expected an array'],
    [[enterprise], `invalidValue: schemas: ${core} is missing.`],
    [[core, groupUrn], `invalidValue: schemas: "${groupUrn}" is no schema of the resource type User.`],
    [[core, 'userName'], 'invalidValue: schemas: "userName" is no schema'],
  ])('refuses %j when they are checked (REP-01 to REP-04)', (schemas, sentence) => {
    expect(refusal({ userName: 'jo', schemas })).toContain(`400 ${sentence}`);
    expect(read({ userName: 'jo', schemas }, lenient).document.schemas).toEqual([core]);
  });

  it('are those of what is in the document (REP-06), each once (REP-02)', () => {
    expect(read({ ...base, schemas: [enterprise, core, core] }).document.schemas).toEqual([core]);
    expect(read({ ...base, [enterprise]: { department: 'd' } }).document.schemas).toEqual([core, enterprise]);
  });
});

describe('readDocument: required values, keys, lists', () => {
  it.each([
    [{ schemas: [core] }, 'userName: a value is required.'],
    [{ schemas: [core], userName: null }, 'userName: a value is required.'],
    [{ schemas: [core], userName: [] }, 'userName: a value is required.'],
    [{ schemas: [core], userName: '' }, 'userName: a value is required, and an empty string is none.'],
  ])('refuses a user without userName (CHR-18, CHR-20): %j', (body, sentence) => {
    expect(refusal(body)).toBe(`400 invalidValue: ${sentence}`);
  });

  it('refuses a group without displayName (erratum 5368)', () => {
    expect(refusal({ schemas: [groupUrn] }, {}, group)).toBe(
      '400 invalidValue: displayName: a value is required.',
    );
  });

  it('holds keyed attributes to the length that the store can keep, in code points', () => {
    const face = '\u{1f600}';
    expect(read({ ...base, displayName: face.repeat(400) }).document).toHaveProperty('displayName');
    expect(refusal({ ...base, displayName: face.repeat(401) })).toBe(
      '400 invalidValue: displayName: expected at most 400 characters, but got 401.',
    );
    // Folded, each of these is two code points.
    expect(refusal({ ...base, displayName: 'İ'.repeat(201) })).toContain('expected at most 400 characters');
    expect(refusal({ ...base, emails: [{ value: 'x'.repeat(401) }] })).toContain(
      'emails.value: expected at most 400',
    );
    expect(read({ ...base, title: 'x'.repeat(5000) }).document).toHaveProperty('title');
  });

  it('keeps one of several elements with the same type and value (TYP-15, TYP-16)', () => {
    const { document } = read({
      ...base,
      emails: [
        { value: 'A@x', type: 'work' },
        { value: 'a@X', type: 'WORK', primary: true },
        { value: 'a@x', type: 'home' },
      ],
      addresses: [{ locality: 'Ulm' }, { locality: 'Ulm' }, { locality: 'ULM' }],
    });
    expect(document.emails).toEqual([
      { value: 'A@x', type: 'work', primary: true },
      { value: 'a@x', type: 'home' },
    ]);
    expect(document.addresses).toEqual([{ locality: 'Ulm' }, { locality: 'ULM' }]);
  });

  it('refuses two primary elements (TYP-13)', () => {
    const emails = [{ value: 'a', primary: true }, { value: 'b' }, { value: 'c', primary: true }];
    expect(refusal({ ...base, emails })).toBe(
      '400 invalidValue: emails: only one value can be primary, but [0] and [2] both are.',
    );
  });
});

describe('readDocument: members', () => {
  const body = { schemas: [groupUrn], displayName: 'G' };

  it('come apart from the document', () => {
    const { document, members } = read(
      { ...body, MEMBERS: [{ VALUE: '1', display: 'x', Type: 'user' }] },
      {},
      group,
    );
    expect(document).toEqual(body);
    expect(members).toEqual([{ id: '1', type: 'User' }]);
  });

  it('are absent when the body does not name them, and empty when it clears them', () => {
    expect(read(body, {}, group)).not.toHaveProperty('members');
    expect(read({ ...body, members: [] }, {}, group).members).toEqual([]);
    expect(read({ ...body, members: null }, {}, group).members).toEqual([]);
  });

  it('are a list, unless the profile makes one', () => {
    expect(refusal({ ...body, members: { value: '1' } }, {}, group)).toBe(
      '400 invalidValue: members: expected an array.',
    );
    expect(read({ ...body, members: { value: '1' } }, lenient, group).members).toEqual([{ id: '1' }]);
    expect(read({ ...body, members: ['1'] }, lenient, group).members).toEqual([{ id: '1' }]);
  });
});

describe('readDocument: properties', () => {
  const names = [...user.byName.values()].map(({ name }) => name);
  const partNames = [...user.byId.values()].map(({ name }) => name);
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('work', 'True', '2024-01-01T00:00:00Z', core, enterprise, ''),
      fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e300, [], {}),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(
        fc.oneof(
          fc.constantFrom(...partNames, ...names, '__proto__', 'constructor', 'toString', 'VALUE'),
          fc.string({ maxLength: 5 }),
        ),
        tie('any'),
        { maxKeys: 6, noNullPrototype: true },
      ),
    ),
  })).any;
  const bodies = fc
    .tuple(
      fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor', 'USERNAME'), value, {
        noNullPrototype: true,
      }),
      fc.boolean(),
    )
    .map(([body, plausible]) => (plausible ? { ...body, ...base } : body));
  const anyOptions = fc.constantFrom<ReadOptions>(strict, lenient, {
    ...strict,
    unknownAttributes: 'refuse',
  });

  it('throws nothing but ScimError, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(bodies, value),
        anyOptions,
        fc.constantFrom(user, group),
        (body, options, model) => {
          try {
            readDocument(model, body, options);
          } catch (error) {
            expect(error).toBeInstanceOf(ScimError);
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('makes of its own output the same again', () => {
    let compared = 0;
    fc.assert(
      fc.property(bodies, anyOptions, (body, options) => {
        let first: Record<string, unknown>;
        try {
          first = readDocument(user, body, options).document;
        } catch {
          return;
        }
        compared += 1;
        expect(JSON.stringify(readDocument(user, first, options).document)).toBe(JSON.stringify(first));
      }),
      { numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});
