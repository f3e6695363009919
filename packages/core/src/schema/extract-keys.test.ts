import { describe, expect, it } from 'vitest';
import { compileResourceType } from './compile-resource-type.ts';
import { Group } from './definitions/group.ts';
import { User } from './definitions/user.ts';
import { displayOf, extractKeys } from './extract-keys.ts';

const user = compileResourceType(User);
const group = compileResourceType(Group);
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const keysOf = (model: typeof user, document: Record<string, unknown>): unknown[] =>
  extractKeys(model, document).map(({ attribute, element, key }) => [
    attribute.path.replace(enterprise, 'enterprise'),
    element,
    key,
  ]);

describe('extractKeys', () => {
  it('takes one key for each value, folded, in the order of the definition', () => {
    expect(
      keysOf(user, {
        userName: 'ＪＯ@X',
        externalId: 'AbC',
        active: false,
        title: 'Not keyed',
        name: { familyName: 'DOE', givenName: 'Jo' },
        emails: [
          { value: 'A@x', type: 'Work', primary: true },
          { type: 'home' },
          { value: 'b@X', type: 'home', primary: false },
        ],
        [enterprise]: { employeeNumber: '007', manager: { value: 'M1' } },
      }),
    ).toEqual([
      ['externalId', 0, 'AbC'],
      ['userName', 0, 'jo@x'],
      ['name.familyName', 0, 'doe'],
      ['active', 0, false],
      ['emails.value', 0, 'a@x'],
      ['emails.value', 2, 'b@x'],
      ['emails.type', 0, 'work'],
      ['emails.type', 1, 'home'],
      ['emails.type', 2, 'home'],
      ['emails.primary', 0, true],
      ['emails.primary', 2, false],
      ['enterprise:employeeNumber', 0, '007'],
      ['enterprise:manager.value', 0, 'M1'],
    ]);
  });

  it('numbers the values of simple lists, and those of a list in a singular attribute', () => {
    const model = compileResourceType({
      name: 'Thing',
      endpoint: '/Things',
      schema: {
        id: 'urn:example:Thing',
        name: 'Thing',
        attributes: {
          tags: { multiValued: true, indexed: true },
          box: { type: 'complex', subAttributes: { labels: { multiValued: true, indexed: true } } },
          seenAt: { type: 'dateTime', indexed: true },
          size: { type: 'integer', indexed: true },
        },
      },
    });
    const document = {
      tags: ['B', 'a'],
      box: { labels: ['X', 'Y'] },
      seenAt: '1970-01-01T00:00:01Z',
      size: 3,
    };
    expect(keysOf(model, document)).toEqual([
      ['tags', 0, 'b'],
      ['tags', 1, 'a'],
      ['box.labels', 0, 'x'],
      ['box.labels', 1, 'y'],
      ['seenAt', 0, 1000],
      ['size', 0, 3],
    ]);
  });

  it('takes nothing from reference sets, absent values and values of the wrong type', () => {
    expect(keysOf(group, { members: [{ value: '1' }] })).toEqual([]);
    expect(keysOf(user, { userName: null, active: 'yes', emails: ['x', null], name: [] })).toEqual([]);
  });
});

describe('displayOf', () => {
  it.each([
    [{ displayName: 'Jo Doe', userName: 'jo' }, 'Jo Doe'],
    [{ displayName: '', userName: 'Jo' }, 'Jo'],
    [{ userName: 'Jo' }, 'Jo'],
    [{}, undefined],
  ])('of %j is %j', (document, display) => {
    expect(displayOf(user, document)).toBe(display);
  });
});
