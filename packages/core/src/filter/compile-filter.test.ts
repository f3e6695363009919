import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { compileFilter, type FilterContext } from './compile-filter.ts';
import { matches } from './matches.ts';
import { printFilter } from './print-filter.ts';
import { groups, probes, subject, users } from './test-fixture.ts';

const base = 'https://app.example/scim/v2/acme';

/** What a filter was compiled to, written out. */
const compiled = (model: ResourceModel, text: string, context?: FilterContext) =>
  printFilter(compileFilter(model, text, context));

function refusal(model: ResourceModel, text: string, context?: FilterContext): string {
  try {
    compileFilter(model, text, context);
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    expect([error.status, error.scimType]).toEqual([400, 'invalidFilter']);
    return error.message;
  }
  throw new Error(`was not refused: ${text}`);
}

describe('the examples of RFC 7644 figure 2', () => {
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const person = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
    userName: 'BJensen',
    name: { familyName: "O'Malley" },
    title: 'Tour Guide',
    userType: 'Employee',
    emails: [
      { value: 'b@home.example', type: 'work' },
      { value: 'bjensen@example.com', type: 'home' },
    ],
    ims: [{ value: 'bj@foo.com', type: 'xmpp' }],
  };
  const modified = Date.parse('2011-05-13T04:42:34Z');

  it.each([
    ['userName eq "bjensen"', true],
    ['name.familyName co "O\'Malley"', true],
    ['userName sw "J"', false],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "B"', true],
    ['title pr', true],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', false],
    ['meta.lastModified ge "2011-05-13T06:42:34+02:00"', true],
    ['meta.lastModified lt "2011-05-13T04:42:34Z"', false],
    ['meta.lastModified le "2011-05-13T04:42:34.000Z"', true],
    ['title pr and userType eq "Employee"', true],
    ['title pr or userType eq "Intern"', true],
    [`\n schemas eq "${enterprise}"`, true],
    ['userType eq "Employee" and (emails co "example.com" or\n  emails.value co "example.org")', true],
    ['userType ne "Employee" and not (emails co "example.com" or\n  emails.value co "example.org")', false],
    ['userType eq "Employee" and (emails.type eq "work")', true],
    ['userType eq "Employee" and emails[type eq "work" and\n  value co "@example.com"]', false],
    [
      'emails[type eq "work" and value co "@example.com"] or\n  ims[type eq "xmpp" and value co "@foo.com"]',
      true,
    ],
  ])('%s', (text, expected) => {
    expect(matches(compileFilter(users, text), subject(person, { modified }))).toBe(expected);
  });
});

describe('operators and types', () => {
  const equality = ['eq', 'ne'];
  const text = ['co', 'sw', 'ew'];
  const order = ['gt', 'ge', 'lt', 'le'];
  const all = [...equality, ...text, ...order];
  const table: [path: string, literal: string, allowed: string[]][] = [
    ['text', '"x"', all],
    ['exact', '"x"', all],
    ['link', '"x"', all],
    ['flag', 'true', equality],
    ['whole', '1', [...equality, ...order]],
    ['part', '1.5', [...equality, ...order]],
    ['at', '"2011-05-13T04:42:34Z"', [...equality, ...order]],
    ['bytes', '"AA=="', equality],
    ['single', '"x"', []],
    ['single.text', '"x"', all],
    ['plural', '"x"', all],
    ['plural.primary', 'true', equality],
    ['numbers', '1', [...equality, ...order]],
    ['valueless', '"x"', []],
    ['labels', '"x"', all],
  ];

  it.each(
    table.flatMap(([path, literal, allowed]) =>
      all.map((op) => [path, op, literal, allowed.includes(op)] as const),
    ),
  )('%s %s %s: %s', (path, op, literal, allowed) => {
    if (allowed) expect(() => compileFilter(probes, `${path} ${op} ${literal}`)).not.toThrow();
    else expect(refusal(probes, `${path} ${op} ${literal}`)).toContain(`"${path}`);
  });

  it.each(table)('%s pr', (path) => {
    expect(compiled(probes, `${path} pr`)).toBe(`${path} pr`);
  });

  it.each([
    ['flag co "t"', '"flag" is a boolean, which cannot be compared by "co"; use eq, ne or pr.'],
    [
      'at sw "2011"',
      '"at" is a dateTime, which cannot be compared by "sw"; use eq, ne, gt, ge, lt, le or pr.',
    ],
    ['single eq "x"', 'name one of its parts, for example "single.text".'],
    ['valueless eq "x"', 'name one of its parts, for example "valueless.text".'],
    ['whole eq "1"', '"whole" is an integer; compare it with a number, not with a string.'],
    ['flag eq "true"', '"flag" is a boolean; compare it with true or false, not with a string.'],
    ['flag eq 1', 'not with a number.'],
    [
      'text eq 5',
      '"text" is a string; compare it with a string in double quotation marks, not with a number.',
    ],
    ['text eq true', 'not with a boolean.'],
    ['at gt 5', 'not with a number.'],
    ['at gt "x"', '"at" is a dateTime; compare it with a date and a time such as "2011-05-13T04:42:34Z".'],
    ['at eq "2011-02-30T00:00:00Z"', 'such as'],
    ['plural.primary eq "x"', '"plural.primary" is a boolean'],
    ['text gt null', '"text" cannot be compared with null by "gt"; null goes with eq and ne.'],
    ['text co null', 'null goes with eq and ne'],
    ['text[value eq "x"]', '"text" has one simple value'],
    ['plural[value eq 5]', '"plural.value" is a string'],
    ['nothing pr', 'The resource type Probe has no attribute "nothing".'],
    ['constructor.prototype pr', 'no attribute "constructor.prototype"'],
    ['plural[nothing pr]', '"plural" has no sub-attribute "nothing".'],
    ['plural[plural.value pr]', '"plural" has no sub-attribute "plural.value".'],
    ['plural[text pr]', 'no sub-attribute "text"'],
    ['labels[type pr]', '"labels" has no sub-attribute "type".'],
    ['plural[type pr].nothing pr', 'no sub-attribute "nothing"'],
  ])('%s: %s', (filter, sentence) => {
    expect(refusal(probes, filter)).toContain(sentence);
  });

  it.each(['hidden pr', 'hidden sw "a"', 'vault pr', 'vault.text eq "a"', 'vault[text eq "a"]'])(
    'returned=never cannot be asked for: %s',
    (filter) => {
      expect(refusal(probes, filter)).toContain('is never returned');
      expect(refusal(probes, `not (${filter})`)).toContain('is never returned');
    },
  );

  it('does not repeat literals in errors', () => {
    expect(refusal(probes, 'flag eq "s3cret"')).not.toContain('s3cret');
  });
});

describe('what filters mean', () => {
  it.each([
    ['UserName Eq "JOHN"', 'userName eq "john"'],
    ['externalId eq "JOHN"', 'externalId eq "JOHN"'],
    ['URN:ietf:params:SCIM:schemas:core:2.0:user:USERNAME eq "a"', 'userName eq "a"'],
    ['userName eq "ｊＯ"', 'userName eq "jo"'],
    ['name.familyName eq "e\u0301"', 'name.familyName eq "\u00e9"'],
    ['emails co "x"', 'emails.value co "x"'],
    ['emails ne "x"', 'emails.value ne "x"'],
    ['emails pr', 'emails pr'],
    ['manager eq "A-1"', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "A-1"'],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "A"',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "A"',
    ],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr',
    ],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User[department eq "X" and manager.value pr]',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User[department eq "x" and manager.value pr]',
    ],
    ['title eq null', 'not (title pr)'],
    ['title ne null', 'title pr'],
    ['not (title eq null)', 'title pr'],
    ['manager eq null', 'not (urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value pr)'],
    ['emails[type eq "Work"].value eq "A@b.c"', 'emails[type eq "work" and value eq "a@b.c"]'],
    [
      'emails[type eq "work" or type eq "home"].primary eq true',
      'emails[(type eq "work" or type eq "home") and primary eq true]',
    ],
    ['schemas[value eq "X"]', 'schemas[value eq "x"]'],
    ['name[givenName eq "x"]', 'name[givenName eq "x"]'],
    ['a:b:title pr and id eq "X"', 'The resource type'],
    ['meta.created gt "2011-05-13T06:42:34+02:00"', 'meta.created gt "2011-05-13T04:42:34.000Z"'],
    ['meta[created gt "2011-05-13T04:42:34Z"]', 'meta.created gt "2011-05-13T04:42:34.000Z"'],
    ['meta.version eq "W/\\"1\\""', 'meta.version eq "W/\\"1\\""'],
    ['meta.resourceType eq "User"', 'true'],
    ['meta.resourceType eq "user"', 'false'],
    ['meta.resourceType sw "Us" and title pr', 'title pr'],
    ['meta.resourceType eq "Group" and title pr', 'false'],
    ['not (meta.resourceType eq "Group") and title pr', 'title pr'],
    ['meta.resourceType eq null', 'false'],
    ['id pr', 'true'],
    ['meta pr and meta.created pr and meta.location ne null', 'true'],
    ['(title pr and (nickName pr and (locale pr)))', 'title pr and nickName pr and locale pr'],
    ['not (not (title pr))', 'title pr'],
    ['title pr or nickName pr and locale pr', 'title pr or nickName pr and locale pr'],
    ['(title pr or nickName pr) and locale pr', '(title pr or nickName pr) and locale pr'],
  ])('%s is %s', (text, expected) => {
    if (expected.startsWith('The resource')) expect(refusal(users, text)).toContain(expected);
    else expect(compiled(users, text)).toBe(expected);
  });

  it('asks a full name in parts, as Entra sends it', () => {
    const filter = compileFilter(users, 'id eq "7" and manager eq "9"');
    const boss = {
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: '9' } },
    };
    expect(matches(filter, subject(boss, { id: '7' }))).toBe(true);
    expect(matches(filter, subject(boss, { id: '8' }))).toBe(false);
  });
});

describe('URLs of resources', () => {
  it.each([
    [groups, `members.$ref eq "${base}/Users/42"`, 'members.value eq "42"'],
    [groups, `members[$ref eq "${base}/Users/42"]`, 'members[value eq "42"]'],
    [groups, `members.$ref ne "${base}/Users/42"`, 'members.value ne "42"'],
    [groups, 'members.$ref eq "https://other.example/scim/v2/acme/Users/42"', 'false'],
    [groups, 'members.$ref ne "https://other.example/Users/42"', 'true'],
    [groups, `members[$ref ne "${base}x/Users/42" and type eq "User"]`, 'members[type eq "user"]'],
    [groups, 'members[$ref ne "x"]', 'members pr'],
    [groups, 'members.$ref pr', 'members.value pr'],
    [groups, 'members.$ref eq null', 'not (members.value pr)'],
    [groups, 'members.$ref eq "../Users/42"', 'members.value eq "42"'],
    [groups, `meta.location eq "${base}/Groups/42"`, 'id eq "42"'],
    [groups, `meta.location eq "${base}/Users/42"`, 'false'],
    [groups, `meta[location ne "${base}/Groups/42"]`, 'id ne "42"'],
    [users, `groups.$ref eq "${base}/Groups/a%20b"`, 'groups.value eq "a b"'],
    [
      users,
      `manager.$ref eq "${base}/Users/AbC"`,
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "AbC"',
    ],
    [users, `members.$ref eq "${base}/Users/%00"`, 'The resource type'],
    [users, `groups.$ref eq "${base}/Groups/%00"`, 'false'],
    [users, `groups.$ref eq "${base}/Groups/%ZZ"`, 'false'],
  ])('%#: %s', (model, text, expected) => {
    if (expected.startsWith('The resource')) expect(refusal(model, text, { base })).toContain(expected);
    else expect(compiled(model, text, { base })).toBe(expected);
  });

  it.each(['co', 'sw', 'ew', 'gt', 'le'])('cannot be compared by %s', (op) => {
    expect(refusal(groups, `members.$ref ${op} "x"`)).toContain('eq and ne alone');
    expect(refusal(groups, `meta.location ${op} "x"`)).toContain('eq and ne alone');
  });

  it('that point anywhere on the web are ordinary strings', () => {
    expect(compiled(users, 'profileUrl sw "https://"')).toBe('profileUrl sw "https://"');
    expect(compiled(users, 'photos eq "https://a.example/Users/1"')).toBe(
      'photos.value eq "https://a.example/Users/1"',
    );
  });
});

describe('the context', () => {
  it('takes attributes of other types for absent', () => {
    const context = { unknownAttribute: 'false' } as const;
    expect(compiled(groups, 'userName pr', context)).toBe('false');
    expect(compiled(groups, 'userName eq "x" or displayName pr', context)).toBe('displayName pr');
    expect(compiled(groups, 'userName gt 5 or displayName pr', context)).toBe('displayName pr');
    // As for any attribute without a value: the opposite of eq, and the same as not (… eq …).
    expect(compiled(groups, 'userName ne "x" and displayName pr', context)).toBe('displayName pr');
    expect(compiled(groups, 'userName eq null', context)).toBe('true');
    expect(compiled(groups, 'userName ne null', context)).toBe('false');
    expect(compiled(groups, 'not (userName eq "x") and displayName pr', context)).toBe('displayName pr');
    expect(compiled(groups, 'emails[type eq "work" and x gt true]', context)).toBe('false');
    expect(compiled(groups, 'members[nothing pr or type eq "User"]', context)).toBe(
      'members[type eq "user"]',
    );
    expect(compiled(groups, 'members[not (nothing pr)]', context)).toBe('members pr');
    expect(refusal(groups, 'userName pr', {})).toContain('no attribute');
    expect(refusal(users, 'password pr', context)).toContain('never returned');
    expect(refusal(groups, 'userName zz 1', context)).toContain('"zz"');
  });

  it('coerces literals of the wrong type, and only those', () => {
    const asked: unknown[] = [];
    const coerce = (literal: unknown) => {
      asked.push(literal);
      return literal === 'True' ? true : literal;
    };
    expect(compiled(users, 'active eq "True"', { coerce })).toBe('active eq true');
    expect(compiled(users, 'emails[primary eq "True"]', { coerce })).toBe('emails[primary eq true]');
    expect(compiled(users, 'active eq true and userName eq "True" and title eq null', { coerce })).toContain(
      '"true"',
    );
    expect(asked).toEqual(['True', 'True']);
    expect(refusal(users, 'active eq "maybe"', { coerce })).toContain('not with a string');
    expect(refusal(users, 'active eq 1', { coerce: () => undefined })).toContain('not with a number');
  });

  it('takes unquoted values as what the attribute asks for', () => {
    const context = { tolerateUnquoted: true };
    expect(compiled(users, 'externalId eq jyoung', context)).toBe('externalId eq "jyoung"');
    expect(compiled(users, 'externalId eq 12345 and title eq true', context)).toBe(
      'externalId eq "12345" and title eq "true"',
    );
    expect(compiled(users, 'title eq null and active eq true', context)).toBe(
      'not (title pr) and active eq true',
    );
    expect(
      compiled(
        users,
        'name.FamilyName eq Employee and (emails.Value co example.com or emails.Value co example.org)',
        context,
      ),
    ).toBe(
      'name.familyName eq "employee" and (emails.value co "example.com" or emails.value co "example.org")',
    );
    expect(compiled(users, 'meta.Created gt 2015-10-10T14:38:21.8617979-07:00', context)).toBe(
      'meta.created gt "2015-10-10T21:38:21.8617979Z"',
    );
    expect(refusal(users, 'externalId eq 12345')).toContain('not with a number');
  });

  it('sets the limits', () => {
    const limits = { maxLength: 10, maxDepth: 1, maxTerms: 1 };
    expect(refusal(users, 'title pr or title pr', { limits })).toContain('longer');
    expect(compiled(users, '(title pr)', { limits })).toBe('title pr');
  });
});

describe('trees', () => {
  it('are frozen all the way down', () => {
    const check = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || value instanceof Map) return;
      expect(Object.isFrozen(value)).toBe(true);
      for (const part of Object.values(value)) if (part !== value && !('steps' in value)) check(part);
    };
    const text =
      '(userName eq "a" or not (emails[type eq "work" and value sw "x"])) and title eq null and nickName pr';
    check(compileFilter(users, text));
    check(compileFilter(users, 'title pr'));
    check(compileFilter(groups, 'members.$ref ne "x"'));
  });

  it('are bound anew for every request', () => {
    const first = compileFilter(users, 'userName eq "a" and title pr');
    const second = compileFilter(users, 'userName eq "b" and title pr');
    expect(printFilter(first)).toBe('userName eq "a" and title pr');
    expect(printFilter(second)).toBe('userName eq "b" and title pr');
  });

  it('of one shape do not mix resource types or meanings of unknown names', () => {
    expect(compiled(groups, 'displayName eq "a"')).toBe('displayName eq "a"');
    expect(compileFilter(users, 'displayName pr')).not.toEqual(compileFilter(groups, 'displayName pr'));
    expect(compiled(groups, 'title pr', { unknownAttribute: 'false' })).toBe('false');
    expect(refusal(groups, 'title pr')).toContain('no attribute');
    expect(compiled(groups, 'title pr', { unknownAttribute: 'false' })).toBe('false');
  });
});
