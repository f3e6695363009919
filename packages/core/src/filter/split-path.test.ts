import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitPath } from './split-path.ts';

describe('splitPath', () => {
  it.each([
    ['userName', { attribute: 'userName' }],
    ['name.familyName', { attribute: 'name.familyName' }],
    ['members.$ref', { attribute: 'members.$ref' }],
    ['emails[type eq "work"]', { attribute: 'emails', filter: 'type eq "work"' }],
    ['emails[type eq "work"].value', { attribute: 'emails', filter: 'type eq "work"', sub: 'value' }],
    ['members[value eq "a"].$ref', { attribute: 'members', filter: 'value eq "a"', sub: '$ref' }],
    ['roles[value eq "a]b["].display', { attribute: 'roles', filter: 'value eq "a]b["', sub: 'display' }],
    ['roles[value eq "a\\"]"]', { attribute: 'roles', filter: 'value eq "a\\"]"' }],
    ['roles[value eq "a\\\\"].type', { attribute: 'roles', filter: 'value eq "a\\\\"', sub: 'type' }],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value',
      { attribute: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value' },
    ],
    [
      'urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "work"].value',
      {
        attribute: 'urn:ietf:params:scim:schemas:core:2.0:User:emails',
        filter: 'type eq "work"',
        sub: 'value',
      },
    ],
    ['urn:example:ext:2.0', { attribute: 'urn:example:ext:2.0' }],
  ])('%s', (path, parts) => {
    expect(splitPath(path)).toEqual(parts);
  });

  it.each([
    ['', /is not the name of an attribute/],
    [' userName', /is not the name/],
    ['a..b', /"a\.\.b" is not the name/],
    ['a.', /is not the name/],
    ['.a', /is not the name/],
    ['a.b.c', /is not the name/],
    ['urn:x:a..b', /is not the name/],
    ['a b', /is not the name/],
    ['__proto__', /is not the name/],
    ['1a', /is not the name/],
    ['emails[', /never closed/],
    ['emails[type eq "work"', /never closed/],
    ['emails[type eq "work]', /never closed/],
    ['emails]', /is not the name/],
    ['[type eq "work"]', /is not the name/],
    ['emails[0]', /not by their position/],
    ['emails[-1]', /not by their position/],
    ['emails[]', /not by their position/],
    ['emails[  ].value', /not by their position/],
    ['emails[type pr]value', /only a dot and the name/],
    ['emails[type pr].', /only a dot and the name/],
    ['emails[type pr].a.b', /only a dot and the name/],
    ['emails[type pr][value pr]', /only a dot and the name/],
    ['emails[type pr].value[x pr]', /only a dot and the name/],
    ['x'.repeat(9000), /longer than/],
  ])('refuses %j', (path, message) => {
    expect(() => splitPath(path)).toThrow(
      expect.objectContaining({
        status: 400,
        scimType: 'invalidPath',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('does not repeat what is between the brackets', () => {
    expect(() => splitPath('emails[value eq "secret"')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    );
  });

  it('takes any text for a value and gives it back whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const filter = `value eq ${JSON.stringify(value)}`;
        expect(splitPath(`roles[${filter}].display`)).toEqual({ attribute: 'roles', filter, sub: 'display' });
      }),
    );
  });
});
