import type { Scenario } from '../../replay/scenario.ts';
import { patchOp } from '../requests.ts';
import { from } from '../steps.ts';
import { coreUser, enterpriseUser } from '../urns.ts';
import { asEntra } from './as-entra.ts';

export const createWithNulls: Scenario = {
  client: 'entra',
  name: 'entra/create-with-nulls',
  title: 'Creates with explicit nulls and with extensions the server does not declare',
  confidence: 'documented / reported',
  needs: ['patch'],
  steps: [
    {
      name: 'Nulls all over',
      ...from('documented', 'Microsoft provisioning documentation, create samples'),
      note: 'null means unassigned: nothing is stored and nothing returned.',
      request: asEntra.post('/Users', {
        schemas: [coreUser, enterpriseUser],
        externalId: 'nulls',
        userName: 'nulls@example.com',
        active: true,
        addresses: null,
        displayName: 'Null Values',
        emails: [{ primary: true, type: 'work', value: 'nulls@example.com' }],
        meta: { resourceType: 'User' },
        name: { formatted: 'Null Values', familyName: 'Values', givenName: 'Null', middleName: null },
        phoneNumbers: null,
        preferredLanguage: null,
        roles: [],
        title: null,
        [enterpriseUser]: { department: null, manager: null },
      }),
      expect: {
        status: 201,
        body: { id: { $nonEmpty: true }, userName: 'nulls@example.com' },
        absent: [
          '$.addresses',
          '$.phoneNumbers',
          '$.title',
          '$.name.middleName',
          '$["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].department',
        ],
      },
      save: { userId: '$.id' },
    },
    {
      name: 'A custom extension that is not in schemas',
      ...from(
        'documented (attribute form), reported (schemas)',
        'better-auth SCIM notes; Microsoft "Customize application attributes"',
      ),
      note: 'Keep it when the extension is declared, ignore it otherwise.',
      request: asEntra.post('/Users', {
        schemas: [coreUser, enterpriseUser],
        externalId: 'custom',
        userName: 'custom@example.com',
        active: true,
        'urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User': { CustomAttribute: '701984' },
        name: { familyName: 'Custom', givenName: 'Ext' },
      }),
      expect: { status: 201, body: { id: { $nonEmpty: true }, userName: 'custom@example.com' } },
      save: { second: '$.id' },
    },
    {
      name: 'The same, patched by URN path',
      ...from('documented', 'Microsoft "Customize application attributes"'),
      note:
        '400 invalidPath only when the extension is unknown. There is a dot in the URN (2.0): split at ' +
        'the last colon, not at the dot.',
      request: asEntra.patch(
        '/Users/${second}',
        patchOp({
          op: 'Add',
          path: 'urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User:CustomAttribute',
          value: '701985',
        }),
      ),
      expect: { status: [200, 204, 400] },
    },
  ],
};
