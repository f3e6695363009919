import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import { compileResourceType } from './compile-resource-type.ts';
import { Group } from './definitions/group.ts';
import { User } from './definitions/user.ts';
import { type ReadOptions, readElement, readMembers, readValue } from './read-value.ts';
import { resolveAttribute } from './resolve-attribute.ts';

const user = compileResourceType(User);
const group = compileResourceType(Group);
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const options: ReadOptions = { unknownAttributes: 'ignore', schemas: 'check', maxKeyLength: 400 };

const at = (path: string) => resolveAttribute(user, path)!;

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ScimError) return `${error.status} ${error.scimType}: ${error.message}`;
    throw error;
  }
  return 'nothing was refused';
}

describe('readValue', () => {
  it.each<[string, unknown, unknown]>([
    ['title', 'T', 'T'],
    ['title', null, undefined],
    ['title', [], undefined],
    ['active', false, false],
    ['name', { GIVENNAME: 'J' }, { givenName: 'J' }],
    ['name', {}, undefined],
    ['name.givenName', 'J', 'J'],
    ['emails', [{ Value: 'a' }], [{ value: 'a' }]],
    ['emails', { Value: 'a' }, [{ value: 'a' }]],
    ['emails', [], undefined],
    ['emails', null, undefined],
    ['emails', [null, {}], undefined],
    ['emails.value', 'a', 'a'],
    ['emails', [{ value: 'a' }, { value: 'A' }], [{ value: 'a' }]],
    [
      enterprise,
      { DEPARTMENT: 'd', manager: { value: 'm', displayName: 'x' } },
      { department: 'd', manager: { value: 'm' } },
    ],
    [`${enterprise}:manager`, { displayName: 'x' }, undefined],
    ['schemas', 'urn:x', ['urn:x']],
  ])('of %s reads %j', (path, value, expected) => {
    expect(readValue(at(path), value, options)).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['title', 5, 'title: expected a string, but got the number 5.'],
    ['name', 'x', 'name: expected an object, but got a string.'],
    ['name.givenName', 5, 'name.givenName: expected a string, but got the number 5.'],
    ['emails', 'x', 'emails[0]: expected an object, but got a string.'],
    [
      'emails',
      [{ value: 'a' }, { primary: 1 }],
      'emails[1].primary: expected true or false, but got the number 1.',
    ],
    ['emails.primary', 'True', 'emails.primary: expected true or false, but got a string.'],
    [
      'emails',
      [
        { value: 'a', primary: true },
        { value: 'b', primary: true },
      ],
      'emails: only one value can be primary, but [0] and [1] both are.',
    ],
    [enterprise, { department: 5 }, `${enterprise}:department: expected a string, but got the number 5.`],
    [
      `${enterprise}:manager`,
      { value: 5 },
      `${enterprise}:manager.value: expected a string, but got the number 5.`,
    ],
    [enterprise, [], 'nothing was refused'],
    ['userName', '', 'userName: a value is required, and an empty string is none.'],
    ['password', 5, 'password: expected a string, but got a number.'],
    ['userName', 'x'.repeat(401), 'userName: expected at most 400 characters, but got 401.'],
  ])('of %s refuses %.40j', (path, value, sentence) => {
    expect(refusal(() => readValue(at(path), value, options))).toContain(sentence);
  });

  it('lets the profile turn what is no list into one', () => {
    const coerce: ReadOptions['coerce'] = (value, attribute, level) =>
      attribute.multiValued && level === 'whole' && typeof value === 'string'
        ? (JSON.parse(value) as unknown)
        : undefined;
    expect(readValue(at('emails'), '[{"value":"a"},{"value":"b"}]', { ...options, coerce })).toEqual([
      { value: 'a' },
      { value: 'b' },
    ]);
  });

  it('drops a value that means nothing to the profile', () => {
    const dropping: ReadOptions = { ...options, dropValue: (value) => value === '' };
    expect(readValue(at('title'), '', dropping)).toBeUndefined();
    expect(readValue(at('emails'), '', dropping)).toBeUndefined();
  });

  it('refuses unknown parts where that is asked for', () => {
    const refusing: ReadOptions = { ...options, unknownAttributes: 'refuse' };
    expect(refusal(() => readValue(at('name'), { x: 1 }, refusing))).toContain('400 invalidSyntax: name.x:');
  });

  it('reads a reference set as references', () => {
    expect(readValue(group.membership!, { value: '1' }, options)).toEqual([{ id: '1' }]);
    expect(readValue(group.membership!, null, options)).toEqual([]);
  });
});

describe('readElement', () => {
  it('reads one element', () => {
    expect(readElement(at('emails'), { VALUE: 'a', primary: true }, options)).toEqual({
      value: 'a',
      primary: true,
    });
    expect(readElement(at('emails'), {}, options)).toBeUndefined();
    expect(readElement(at('schemas'), 'urn:x', options)).toBe('urn:x');
    expect(refusal(() => readElement(at('emails'), 'a', options))).toContain(
      'emails: expected an object, but got a string.',
    );
    expect(refusal(() => readElement(at('emails'), [{ value: 'a' }], options))).toContain(
      'emails: expected an object',
    );
    expect(refusal(() => readElement(at('emails'), { value: 1 }, options))).toContain(
      'emails.value: expected a string',
    );
  });
});

describe('readMembers', () => {
  const members = group.membership!;

  it.each<[unknown, unknown]>([
    [[{ value: '1' }], [{ id: '1' }]],
    [{ value: '1' }, [{ id: '1' }]],
    [[{ value: '1', type: 'USER' }], [{ id: '1', type: 'User' }]],
    [[{ value: '1', type: 'Robot' }], [{ id: '1' }]],
    [[{ value: '1', $ref: 'https://x/Users/2' }], [{ id: '1' }]],
    [[{ $ref: 'https://x.example/scim/v2/Users/2819c223?x#y' }], [{ id: '2819c223' }]],
    [[{ $REF: '../Users/a%20b' }], [{ id: 'a b' }]],
    [[{ $ref: '7' }], [{ id: '7' }]],
    [
      [{ value: '1' }, { value: '2' }, { value: '1' }],
      [{ id: '1' }, { id: '2' }],
    ],
    [
      [{ value: '1' }, { value: '1', type: 'group' }, { value: '1', type: 'user' }],
      [{ id: '1', type: 'Group' }],
    ],
    [[null, {}, { display: 'x' }], []],
    [[], []],
    [null, []],
    [undefined, []],
  ])('reads %j', (value, expected) => {
    expect(readMembers(members, value)).toEqual(expected);
  });

  it.each<[unknown, string]>([
    ['1', 'members[0]: expected an object with a value.'],
    [[{ value: '1' }, '2'], 'members[1]: expected an object with a value.'],
    [[{ value: 5 }], 'members[0].value: expected the id of a resource as a string.'],
    [[{ value: '' }], 'members[0].value: the id of a resource is required.'],
    [[{ type: 'User' }], 'members[0].value: the id of a resource is required.'],
    [[{ $ref: 'https://x/Users/' }], 'members[0].value: the id of a resource is required.'],
    [[{ $ref: '%zz' }], 'members[0].value: the id of a resource is required.'],
    [[{ value: 'a\0b' }], 'members[0].value: no resource has such an id.'],
    [[{ value: 'x'.repeat(1001) }], 'members[0].value: no resource has such an id.'],
  ])('refuses %.60j', (value, sentence) => {
    expect(refusal(() => readMembers(members, value))).toBe(`400 invalidValue: ${sentence}`);
  });

  it('keeps the order in which ids first came, for a hundred thousand of them', () => {
    const list = Array.from({ length: 100_000 }, (_, index) => ({ value: `id-${index % 50_000}` }));
    const read = readMembers(members, list);
    expect(read).toHaveLength(50_000);
    expect(read[49_999]).toEqual({ id: 'id-49999' });
  });
});
