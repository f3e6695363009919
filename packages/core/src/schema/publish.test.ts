import { describe, expect, it } from 'vitest';
import { compileCatalog } from './compile-catalog.ts';
import { compileResourceType } from './compile-resource-type.ts';
import { defineSchema } from './define-schema.ts';
import { Group } from './definitions/group.ts';
import { User, UserSchema } from './definitions/user.ts';
import { catalogSchemas, publishResourceType, publishSchema } from './publish.ts';

describe('publishResourceType', () => {
  it('describes User with its extension', () => {
    expect(publishResourceType(compileResourceType(User), 'https://x.example/ResourceTypes/User')).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
      id: 'User',
      name: 'User',
      endpoint: '/Users',
      description: 'User accounts.',
      schema: 'urn:ietf:params:scim:schemas:core:2.0:User',
      schemaExtensions: [
        { schema: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User', required: false },
      ],
      meta: { resourceType: 'ResourceType', location: 'https://x.example/ResourceTypes/User' },
    });
  });

  it('leaves out extensions and location where there are none', () => {
    const published = publishResourceType(compileResourceType(Group));
    expect(published).not.toHaveProperty('schemaExtensions');
    expect(published).toHaveProperty('meta', { resourceType: 'ResourceType' });
  });
});

describe('publishSchema', () => {
  it('publishes the common attributes as RFC 7643 has them, whatever the schema says (COM-15)', () => {
    const schema = defineSchema({
      id: 'urn:example:Thing',
      name: 'Thing',
      attributes: { ID: { caseExact: false, mutability: 'readWrite' }, size: { type: 'integer' } },
    });
    const { attributes } = publishSchema(schema) as { attributes: readonly object[] };
    expect(attributes[0]).toMatchObject({ caseExact: true, mutability: 'readOnly', returned: 'always' });
  });

  it('keeps to itself what is not in the RFC', () => {
    const text = JSON.stringify(publishSchema(UserSchema));
    for (const word of ['indexed', 'roles"', 'prepare', 'secret', 'derivedFrom', 'closed']) {
      expect(text.includes(`"${word.replace('"', '')}":`)).toBe(false);
    }
  });
});

describe('catalogSchemas', () => {
  it('lists a schema once that two types share', () => {
    const catalog = compileCatalog([User, { ...User, name: 'Admin', endpoint: '/Admins' }]);
    expect(catalogSchemas(catalog).map(({ name }) => name)).toEqual([
      'User',
      'EnterpriseUser',
      'Service Provider Configuration',
      'ResourceType',
      'Schema',
    ]);
  });
});
