import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base, core, enterprise, group, groupUrn, lenient, read, refusal } from './read-document.fixture.ts';

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
