import { describe, expect, it } from 'vitest';
import { compileCatalog } from './compile-catalog.ts';
import { Group } from './definitions/group.ts';
import { User, UserSchema } from './definitions/user.ts';

describe('compileCatalog', () => {
  it('finds resource types by name and by endpoint, both case exact (erratum 8475)', () => {
    const catalog = compileCatalog([User, Group]);
    expect(catalog.models.map(({ name }) => name)).toEqual(['User', 'Group']);
    expect(catalog.byType.get('User')).toBe(catalog.models[0]);
    expect(catalog.byEndpoint.get('/Groups')).toBe(catalog.models[1]);
    expect(catalog.byEndpoint.get('/groups')).toBeUndefined();
    expect(catalog.byType.get('user')).toBeUndefined();
  });

  it.each([
    [[User, { ...User, endpoint: '/People' }], /Two resource types have the name "User"/],
    [[User, { ...User, name: 'Person' }], /Two resource types have the endpoint "\/Users"/],
    [
      [User, { ...Group, schema: { ...UserSchema, attributes: {} } }],
      /The URN urn:ietf:params:scim:schemas:core:2.0:User stands for two different schemas/,
    ],
  ])('refuses types that get in each other’s way: %#', (definitions, sentence) => {
    expect(() => compileCatalog(definitions)).toThrow(TypeError);
    expect(() => compileCatalog(definitions)).toThrow(sentence);
  });

  it('lets two types share a schema', () => {
    const catalog = compileCatalog([User, { ...User, name: 'Admin', endpoint: '/Admins' }]);
    const ids = catalog.models.map((model) => model.byName.get('username')?.id);
    expect(ids[0]).not.toBe(ids[1]);
  });
});
