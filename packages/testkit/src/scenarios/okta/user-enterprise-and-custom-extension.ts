import type { Scenario } from '../../replay/scenario.ts';
import { noHit } from '../expectations.ts';
import { from } from '../steps.ts';
import { coreUser, enterpriseUser } from '../urns.ts';
import { asOkta, lookUpUser, reference } from './as-okta.ts';

export const userEnterpriseAndCustomExtension: Scenario = {
  client: 'okta',
  name: 'okta/user-enterprise-and-custom-extension',
  title: 'Enterprise attributes, and an attribute in a namespace of the customer',
  about:
    'Run it once on a server that declares the custom namespace (the value is kept) and once on one that ' +
    'does not (the value is ignored): the last step must succeed on both.',
  confidence: 'observed / documented',
  needs: [],
  steps: [
    {
      name: 'Look up by userName, no hit',
      ...reference('Determine if the User already exists'),
      request: lookUpUser('priya.shah@example.com'),
      expect: noHit,
    },
    {
      name: 'Create with title and enterprise attributes',
      ...from(
        'observed (object), schemas list assumed',
        'okta-iam-lifecycle-lab, "Department mapping"; app user profile of wizard SCIM apps',
      ),
      request: asOkta.post('/Users', {
        schemas: [coreUser, enterpriseUser],
        userName: 'priya.shah@example.com',
        name: { givenName: 'Priya', familyName: 'Shah' },
        emails: [{ primary: true, value: 'priya.shah@example.com', type: 'work' }],
        title: 'Account Executive',
        displayName: 'Priya Shah',
        locale: 'en-US',
        phoneNumbers: [{ value: '+44 20 7946 0000', type: 'work', primary: true }],
        externalId: '00u3c4d5e6F7g8H9i697',
        groups: [],
        password: 'x9Kq2LmP',
        active: true,
        [enterpriseUser]: {
          department: 'Sales',
          employeeNumber: '7001',
          costCenter: 'CC-4',
          organization: 'Example Ltd',
          division: 'EMEA',
        },
      }),
      expect: {
        status: 201,
        body: {
          schemas: { $contains: [coreUser, enterpriseUser] },
          id: { $nonEmpty: true },
          title: 'Account Executive',
          [enterpriseUser]: {
            department: 'Sales',
            employeeNumber: '7001',
            costCenter: 'CC-4',
            organization: 'Example Ltd',
            division: 'EMEA',
          },
        },
      },
      save: { userId: '$.id' },
    },
    {
      name: 'Read before the update',
      ...reference('Retrieve the User'),
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200, body: { [enterpriseUser]: { department: 'Sales' } } },
      save: { current: '$' },
    },
    {
      name: 'Change the department',
      ...from(
        'reported',
        'Okta SCIM 2.0 reference, "Update the User"; grokability/laravel-scim-server pull request 4',
      ),
      request: asOkta.putBack('/Users/${userId}', 'current', {
        [enterpriseUser]: { department: 'Operations' },
      }),
      expect: {
        status: 200,
        body: { id: '${userId}', [enterpriseUser]: { department: 'Operations', employeeNumber: '7001' } },
      },
    },
    {
      name: 'Set a manager with value and displayName',
      ...from(
        'documented (shape), mapping assumed',
        'Okta "Build a SCIM 2.0 server with entitlements", user example; attributes managerValue and managerDisplayName',
      ),
      note:
        'manager.value is whatever the admin mapped, often a mail address and no id of this server: keep ' +
        'it verbatim, resolve nothing. manager.displayName is read-only in RFC 7643: do not refuse it.',
      request: asOkta.putBack('/Users/${userId}', 'current', {
        [enterpriseUser]: {
          department: 'Operations',
          manager: { value: '26118915-6090-4610-87e4-49d8ca9f808d', displayName: 'John Smith' },
        },
      }),
      expect: {
        status: 200,
        body: { [enterpriseUser]: { manager: { value: '26118915-6090-4610-87e4-49d8ca9f808d' } } },
      },
    },
    {
      name: 'Set a custom attribute in its own namespace',
      ...from(
        'documented (namespace and key); full body assembled',
        'Okta support, "Custom SCIM attribute is not available"',
      ),
      deviates: 'the extension URN may be missing from schemas',
      note:
        'The custom URN need not be in schemas. A server that declares the namespace stores the value, ' +
        'any other ignores it; 400 is wrong for both.',
      request: asOkta.putBack('/Users/${userId}', 'current', {
        'urn:ietf:params:scim:schemas:extension:custom:2.0:User': { badge_colour: 'green' },
      }),
      expect: { status: 200, body: { id: '${userId}', userName: 'priya.shah@example.com' } },
    },
  ],
};
