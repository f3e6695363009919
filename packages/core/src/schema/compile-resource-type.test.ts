import { describe, expect, it } from 'vitest';
import { compileResourceType } from './compile-resource-type.ts';
import { Group } from './definitions/group.ts';
import { User } from './definitions/user.ts';
import { resolveAttribute } from './resolve-attribute.ts';

const user = compileResourceType(User);
const group = compileResourceType(Group);
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('compileResourceType', () => {
  it('puts the common attributes first and the extensions last', () => {
    const names = user.attributes.map(({ name }) => name);
    expect(names.slice(0, 5)).toEqual(['schemas', 'id', 'externalId', 'meta', 'userName']);
    expect(names.at(-1)).toBe(enterprise);
    expect(user.extensions.map(({ name }) => name)).toEqual([enterprise]);
  });

  it('finds the roles', () => {
    expect(user.unique.map(({ path }) => path)).toEqual(['userName']);
    expect(user.display.map(({ path }) => path)).toEqual(['displayName', 'userName']);
    expect(user.memberOf?.path).toBe('groups');
    expect(user.membership).toBeUndefined();
    expect(group.membership?.path).toBe('members');
    expect(group.membership?.memberTypes).toEqual(['User', 'Group']);
    expect(group.memberOf).toBeUndefined();
    expect(group.display.map(({ path }) => path)).toEqual(['displayName']);
    expect(user.byName.get('externalid')?.roles).toEqual(['external']);
    expect(user.byName.get('id')?.roles).toEqual([]);
  });

  it('takes keys of what has a role or an index, and of nothing that is a row of its own', () => {
    expect(user.keyed.map(({ path }) => path.replace(enterprise, 'enterprise'))).toEqual([
      'externalId',
      'userName',
      'name.familyName',
      'displayName',
      'active',
      ...['emails', 'phoneNumbers', 'ims', 'entitlements', 'roles'].flatMap((list) =>
        ['value', 'display', 'type', 'primary'].map((part) => `${list}.${part}`),
      ),
      'enterprise:employeeNumber',
      'enterprise:department',
      'enterprise:manager.value',
    ]);
    expect(group.keyed.map(({ path }) => path)).toEqual(['externalId', 'displayName']);
  });

  it('guards what is not returned by default', () => {
    expect(user.guarded.map(({ path }) => path)).toEqual(['password']);
    expect(user.byName.get('password')?.secret).toBe(true);
    expect(group.guarded).toEqual([]);
  });

  it('gives each attribute its path, its steps and what it is a part of', () => {
    const manager = resolveAttribute(user, `${enterprise}:manager.value`);
    expect(manager?.steps).toEqual([enterprise, 'manager', 'value']);
    expect(manager?.path).toBe(`${enterprise}:manager.value`);
    expect(manager?.parent?.parent?.extension).toBe(true);
    expect(manager?.schema).toBe(enterprise);
    expect(user.byName.get('id')?.schema).toBe('');
    expect(user.byId.get(manager?.id ?? 0)).toBe(manager);
  });

  it('fills in the defaults of RFC 7643 section 2.2 (CHR-01)', () => {
    const bare = compileResourceType({
      name: 'Bare',
      endpoint: '/Bare',
      schema: { id: 'urn:example:Bare', name: 'Bare', attributes: { name: {} } },
    });
    expect(bare.byName.get('name')).toMatchObject({
      type: 'string',
      multiValued: false,
      required: false,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
      closed: false,
      indexed: false,
      secret: false,
    });
    expect(bare.byName.get('name')).not.toHaveProperty('canonicalValues');
  });

  it('takes references and binaries for case exact, whatever the schema says', () => {
    const thing = compileResourceType({
      name: 'Thing',
      endpoint: '/Things',
      schema: {
        id: 'urn:example:Thing',
        name: 'Thing',
        attributes: {
          link: { type: 'reference', caseExact: false },
          blob: { type: 'binary', caseExact: false },
        },
      },
    });
    expect(thing.byName.get('link')?.caseExact).toBe(true);
    expect(thing.byName.get('blob')?.caseExact).toBe(true);
  });

  it('keeps the common attributes as RFC 7643 has them (COM-15)', () => {
    const thing = compileResourceType({
      name: 'Thing',
      endpoint: '/Things',
      schema: {
        id: 'urn:example:Thing',
        name: 'Thing',
        attributes: { id: { caseExact: false }, META: { type: 'string' }, size: { type: 'integer' } },
      },
    });
    expect(thing.attributes.map(({ name }) => name)).toEqual(['schemas', 'id', 'externalId', 'meta', 'size']);
    expect(thing.byName.get('id')?.caseExact).toBe(true);
    expect(thing.byName.get('meta')?.type).toBe('complex');
  });

  it('does not index the parts of an indexed attribute that cannot have keys', () => {
    const thing = compileResourceType({
      name: 'Thing',
      endpoint: '/Things',
      schema: {
        id: 'urn:example:Thing',
        name: 'Thing',
        attributes: {
          keys: {
            type: 'complex',
            multiValued: true,
            indexed: true,
            subAttributes: {
              value: {},
              blob: { type: 'binary' },
              pin: { mutability: 'writeOnly', returned: 'never' },
              tags: { multiValued: true },
            },
          },
        },
      },
    });
    expect(thing.keyed.map(({ path }) => path)).toEqual(['externalId', 'keys.value']);
  });

  it('takes no keys of reference sets and of what is derived from them, even if they are declared indexed', () => {
    const { members } = Group.schema.attributes;
    const { groups } = User.schema.attributes;
    const attributes = { members: { ...members, indexed: true }, groups: { ...groups, indexed: true } };
    const schema = { id: 'urn:example:Thing', name: 'Thing', attributes };
    const thing = compileResourceType({ name: 'Thing', endpoint: '/Things', schema });
    expect(thing.keyed.map(({ path }) => path)).toEqual(['externalId']);
  });

  it('refuses two attributes with the same id', () => {
    const schema = {
      id: 'urn:example:Thing',
      name: 'Thing',
      attributes: { newGroup1888: {}, rightDesk454: {} },
    };
    expect(() => compileResourceType({ name: 'Thing', endpoint: '/Things', schema })).toThrow(
      'The attributes "newGroup1888" and "rightDesk454" of Thing have the same id -640502033. Rename one of them',
    );
    expect(() => compileResourceType({ name: 'Other', endpoint: '/Things', schema })).not.toThrow();
  });

  it('freezes what it makes', () => {
    expect(Object.isFrozen(user)).toBe(true);
    expect(Object.isFrozen(user.attributes)).toBe(true);
    for (const attribute of user.byId.values()) {
      expect(Object.isFrozen(attribute)).toBe(true);
      expect(Object.isFrozen(attribute.subAttributes)).toBe(true);
    }
  });
});
