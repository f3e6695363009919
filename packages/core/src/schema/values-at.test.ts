import { describe, expect, it } from 'vitest';
import { compileResourceType } from './compile-resource-type.ts';
import { User } from './definitions/user.ts';
import { resolveAttribute } from './resolve-attribute.ts';
import { valuesAt } from './values-at.ts';

const user = compileResourceType(User);
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const document = {
  schemas: ['urn:a', 'urn:b'],
  userName: 'jo',
  title: null,
  name: { familyName: 'Doe' },
  emails: [{ value: 'a@x' }, null, { type: 'home' }, { value: 'b@x', type: 'work' }],
  [enterprise]: { manager: { value: 'm1' } },
};

describe('valuesAt', () => {
  it.each<[string, readonly unknown[]]>([
    ['userName', ['jo']],
    ['title', []],
    ['nickName', []],
    ['name', [{ familyName: 'Doe' }]],
    ['name.familyName', ['Doe']],
    ['name.givenName', []],
    ['schemas', ['urn:a', 'urn:b']],
    ['emails.value', ['a@x', 'b@x']],
    ['emails.type', ['home', 'work']],
    ['emails', [{ value: 'a@x' }, { type: 'home' }, { value: 'b@x', type: 'work' }]],
    [`${enterprise}:manager.value`, ['m1']],
    [enterprise, [{ manager: { value: 'm1' } }]],
  ])('of %s', (path, values) => {
    expect(valuesAt(document, resolveAttribute(user, path)!)).toEqual(values);
  });

  it('sees own properties only, and nothing in what is no object', () => {
    const heir = Object.create({ userName: 'inherited' }) as Record<string, unknown>;
    expect(valuesAt(heir, resolveAttribute(user, 'userName')!)).toEqual([]);
    expect(valuesAt({ name: 'text' }, resolveAttribute(user, 'name.familyName')!)).toEqual([]);
  });
});
