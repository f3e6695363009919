import type { Scenario } from '../../replay/scenario.ts';
import { isList } from '../expectations.ts';
import { from } from '../steps.ts';
import { coreUser } from '../urns.ts';
import { asOkta, asSpecTest, reference } from './as-okta.ts';

export const entitlementsDiscovery: Scenario = {
  client: 'okta',
  name: 'okta/entitlements-discovery',
  title: 'Entitlement management: discovery, lists of roles and entitlements, users that hold them',
  confidence: 'documented',
  needs: ['roles and entitlements'],
  steps: [
    {
      name: 'Read the resource types',
      ...from('documented', 'Okta "Build a SCIM 2.0 server with entitlements", call sequence'),
      note:
        'Okta follows the endpoint of every resource type whose schema is one of the two urn:okta URNs. ' +
        'Whether the call has query parameters is not documented.',
      request: asOkta.get('/ResourceTypes'),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          totalResults: { $type: 'number' },
          Resources: {
            $contains: [
              { name: 'Role', endpoint: '/Roles', schema: 'urn:okta:scim:schemas:core:1.0:Role' },
              {
                name: 'Entitlement',
                endpoint: '/Entitlements',
                schema: 'urn:okta:scim:schemas:core:1.0:Entitlement',
              },
            ],
          },
        },
      },
    },
    {
      name: 'Read the schemas',
      ...from('documented', 'Okta "Build a SCIM 2.0 server with entitlements", call sequence'),
      request: asOkta.get('/Schemas'),
      expect: { status: 200, body: { schemas: isList, totalResults: { $type: 'number' } } },
    },
    {
      name: 'List roles',
      ...from(
        'documented (path), query inferred',
        'Okta "Build a SCIM 2.0 server with entitlements", "Role example"',
      ),
      request: asOkta.get('/Roles', { startIndex: '1', count: '100' }),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          totalResults: { $type: 'number' },
          startIndex: 1,
          itemsPerPage: { $type: 'number' },
          Resources: {
            $contains: [
              {
                schemas: { $contains: ['urn:okta:scim:schemas:core:1.0:Role'] },
                id: 'role-1',
                displayName: 'First Role',
              },
            ],
          },
        },
      },
    },
    {
      name: 'List entitlements',
      ...from(
        'documented (path), query inferred',
        'Okta "Build a SCIM 2.0 server with entitlements", "Custom entitlement with extensions"',
      ),
      note: 'type is the name of the resource type, to the letter.',
      request: asOkta.get('/Entitlements', { startIndex: '1', count: '100' }),
      expect: {
        status: 200,
        body: {
          Resources: {
            $contains: [
              {
                schemas: { $contains: ['urn:okta:scim:schemas:core:1.0:Entitlement'] },
                id: { $nonEmpty: true },
                displayName: { $nonEmpty: true },
                type: 'Entitlement',
              },
            ],
          },
        },
      },
    },
    {
      name: "The vendor's check of such an endpoint",
      ...from('vendor test file', 'Okta-SCIM-20-Entitlements-Test.json, step 1'),
      note: 'itemsPerPage must be exactly 1: honour count, and report what is on this page.',
      request: asSpecTest.get('/Roles', 'count=1&startIndex=1'),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          startIndex: { $type: 'number' },
          itemsPerPage: 1,
          totalResults: { $type: 'number' },
          Resources: { $length: 1 },
        },
      },
    },
    {
      name: 'Create a user with a role',
      ...from(
        'documented (shape), moment of sending inferred',
        'Okta "Build a SCIM 2.0 server with entitlements", "User with entitlements and roles"',
      ),
      request: asOkta.post('/Users', {
        schemas: [coreUser],
        userName: 'role.user@example.com',
        name: { givenName: 'Role', familyName: 'User' },
        emails: [{ primary: true, value: 'role.user@example.com', type: 'work' }],
        displayName: 'Role User',
        locale: 'en-US',
        externalId: '00u8h9i0j1K2l3M4n697',
        groups: [],
        password: '1mz050nq',
        active: true,
        roles: [{ value: 'role-1', display: 'First Role' }],
        entitlements: [{ value: 'entitlement-1', display: 'First Entitlement', type: 'Entitlement' }],
      }),
      expect: {
        status: 201,
        body: {
          id: { $nonEmpty: true },
          roles: [{ value: 'role-1' }],
          entitlements: [{ value: 'entitlement-1', type: 'Entitlement' }],
        },
      },
      save: { userId: '$.id' },
    },
    {
      name: 'Read before the update',
      ...reference('Retrieve the User'),
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200, body: { roles: [{ value: 'role-1' }] } },
      save: { current: '$' },
    },
    {
      name: 'A role change is a PUT',
      ...from(
        'reported (another published demo describes PATCH)',
        'Okta developer blog, entitlements workshop',
      ),
      request: asOkta.putBack('/Users/${userId}', 'current', {
        roles: [{ value: 'role-2', display: 'Second Role' }],
      }),
      expect: { status: 200, body: { roles: [{ value: 'role-2' }] } },
    },
    {
      name: 'All roles withdrawn',
      ...from('inferred', 'Okta developer blog, entitlements workshop; empty list inferred'),
      request: asOkta.putBack('/Users/${userId}', 'current', { roles: [] }),
      expect: { status: 200, body: { id: '${userId}' }, absent: ['$.roles[0]'] },
    },
  ],
};
