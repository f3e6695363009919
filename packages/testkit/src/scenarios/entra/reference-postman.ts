import type { Scenario } from '../../replay/scenario.ts';
import { isError } from '../expectations.ts';
import { patchOp } from '../requests.ts';
import { from, given, readBack } from '../steps.ts';
import { coreGroup, coreUser, enterpriseUser, patchOpMessage } from '../urns.ts';
import { asEntra } from './as-entra.ts';

const collection = (request: string) =>
  from('vendor test file', `SCIMReferenceCode Postman collection, "${request}"`);

export const referencePostman: Scenario = {
  client: 'entra',
  name: 'entra/reference-postman',
  title: "Oddities in the Postman collection of Microsoft's reference code",
  confidence: 'vendor test file',
  needs: ['groups', 'patch', 'empty tenant'],
  steps: [
    {
      name: 'Create with capitals in sub-attribute names',
      ...collection('Post EnterpriseUser'),
      note:
        'Attribute names ignore case (RFC 7643 section 2.1); answers use the spelling of the schema. The ' +
        'extension comes first in schemas.',
      request: asEntra.post('/Users', {
        userName: 'UserName222',
        active: true,
        displayName: 'lennay',
        schemas: [enterpriseUser, coreUser],
        externalId: '4c5a1c0e-0000-4000-8000-000000000001',
        name: { formatted: 'Adrew Ryan', familyName: 'Ryan', givenName: 'Andrew' },
        emails: [
          { Primary: true, type: 'work', value: 'testing@bob2.example' },
          { Primary: false, type: 'home', value: 'testinghome@bob3.example' },
        ],
        [enterpriseUser]: { Department: 'bob', Manager: { Value: 'SuzzyQ' } },
      }),
      expect: {
        status: 201,
        body: {
          id: { $nonEmpty: true },
          userName: 'UserName222',
          emails: [
            { primary: true, type: 'work' },
            { primary: false, type: 'home' },
          ],
          [enterpriseUser]: { department: 'bob', manager: { value: 'SuzzyQ' } },
        },
      },
      save: { userId: '$.id' },
    },
    {
      name: 'active as "True", nulls, two work mails, a meta of the client',
      ...collection('Post emp1 with string "True"'),
      request: asEntra.post('/Users', {
        userName: 'emp1',
        active: 'True',
        addresses: [
          {
            country: 'Bermuda',
            formatted: '9132 Jennifer Way Suite 040\nSouth Nancy, MI 55645',
            locality: 'West Mercedes',
            postalCode: '99265',
            region: 'Montana',
            streetAddress: '4939 Hess Fork',
            type: 'work',
            primary: false,
          },
          {
            country: null,
            formatted: '18522 Lisa Unions\nEast Gregory, CT 52311',
            locality: null,
            postalCode: null,
            region: null,
            streetAddress: null,
            type: 'other',
            primary: false,
          },
        ],
        displayName: 'Kimberly Baker',
        emails: [
          { type: 'work', primary: true, value: 'anna33@gmail.example' },
          { type: 'work', primary: false, value: 'anna33@example.com' },
        ],
        meta: {
          created: '2019-09-18T18:15:26.5788954+00:00',
          lastModified: '2019-09-18T18:15:26.5788976+00:00',
          resourceType: 'User',
        },
        name: {
          formatted: 'Daniel Mcgee',
          familyName: 'Employee',
          givenName: 'Darl',
          honorificPrefix: null,
        },
        roles: [],
        title: 'Site engineer',
        externalId: '22fbc523-6032-4c5f-939d-5d4850cf3e52',
        schemas: [coreUser],
      }),
      expect: {
        status: 201,
        body: { id: { $nonEmpty: true }, active: true, emails: { $length: 2 }, addresses: { $length: 2 } },
        absent: ['$.name.honorificPrefix', '$.addresses[1].country'],
      },
      save: { emp: '$.id' },
    },
    {
      name: 'A user without userName is refused',
      ...collection('Post no username'),
      request: asEntra.post('/Users', {
        active: true,
        displayName: 'Kimberly Baker',
        name: { familyName: 'Employee', givenName: 'Darl' },
        schemas: [coreUser],
      }),
      expect: { status: 400, body: { schemas: isError } },
    },
    {
      name: 'A slash at the end, and the attribute in another case',
      ...collection('Get User Filters'),
      request: asEntra.get('/Users/', 'filter=DisplayName+eq+%22lennay%22'),
      expect: { status: 200, body: { totalResults: 1, Resources: [{ id: '${userId}' }] } },
    },
    {
      name: 'Selected attributes',
      ...collection('Get User Attributes'),
      request: asEntra.get('/Users', 'attributes=userName,emails'),
      expect: {
        status: 200,
        body: { totalResults: 2 },
        absent: ['$.Resources[0].displayName', '$.Resources[0].name'],
      },
    },
    {
      name: 'A page of two',
      ...collection('Paginate'),
      request: asEntra.get('/Users', 'startIndex=1&count=2'),
      expect: { status: 200, body: { totalResults: 2, startIndex: 1, itemsPerPage: 2 } },
    },
    {
      name: 'attributes with a value filter',
      ...collection('Get user attributes (ComplexAttribute tests)'),
      deviates: 'no such thing in RFC 7644 section 3.10',
      note: 'Not legal. A server may ignore the filter or refuse it, but a 500 is wrong.',
      request: asEntra.get('/Users', 'attributes=emails%5Btype+eq+%22work%22%5D'),
      expect: { status: [200, 400] },
    },
    {
      name: 'Values without quotes',
      ...collection('filter eq and (val or val)'),
      deviates: 'strings have to be JSON strings',
      note: 'Not legal. 400 invalidFilter is right, taking them for strings is tolerant.',
      request: asEntra.get(
        '/Users',
        'filter=name.FamilyName%20eq%20Employee%20and%20(emails.Value%20co%20example.com%20or%20emails.Value%20co%20example.org)',
      ),
      expect: { status: [200, 400] },
    },
    {
      name: 'Starts with, no quotes',
      ...collection('filter starts with'),
      request: asEntra.get('/Users', 'filter=userName%20sw%20O'),
      expect: { status: [200, 400] },
    },
    {
      name: 'A date without quotes',
      ...collection('filter greater than'),
      request: asEntra.get('/Users', 'filter=meta.Created%20gt%202015-10-10T14:38:21.8617979-07:00'),
      expect: { status: [200, 400] },
    },
    {
      name: 'The guide itself shows an externalId without quotes',
      ...from('documented', 'Microsoft SCIM guide, query samples'),
      deviates: 'strings have to be JSON strings',
      request: asEntra.get('/Users', 'filter=externalId%20eq%20jyoung'),
      expect: { status: [200, 400] },
    },
    {
      name: 'A group exists',
      ...given('/Groups', {
        displayName: 'Group 1',
        externalId: '015489ea-9410-4306-b583-9f002b2446f7',
        schemas: [coreGroup],
      }),
      save: { groupId: '$.id' },
    },
    {
      name: 'A member that is a bare string, a PATCH with an id',
      ...collection('Group patch add member'),
      deviates: 'a member must be an object; the PATCH body has an id',
      note: 'The collection expects success. A server that looks its members up may answer 400, never 500.',
      request: asEntra.patch('/Groups/${groupId}', {
        id: '${groupId}',
        Operations: [{ op: 'add', path: 'members', value: 'string id 1' }],
        schemas: [patchOpMessage],
      }),
      expect: { status: [200, 204, 400] },
    },
    {
      name: 'An operation with a name, a member with displayName for display',
      ...collection('Patch add user4 to group1'),
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({
          name: 'addMember',
          op: 'add',
          path: 'members',
          value: [{ displayName: 'new User', value: '${emp}' }],
        }),
      ),
      expect: { status: [200, 204] },
    },
    {
      name: 'Remove all members',
      ...collection('Patch remove all users'),
      note: 'Without a list of values remove does clear the attribute.',
      request: asEntra.patch('/Groups/${groupId}', patchOp({ op: 'remove', path: 'members' })),
      expect: { status: [200, 204] },
    },
    {
      name: 'No members are left',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { displayName: 'Group 1' }, absent: ['$.members[0]'] },
    },
    {
      name: 'Replace the group by PUT, without members',
      ...collection('group put'),
      request: asEntra.put('/Groups/${groupId}', {
        id: '${groupId}',
        displayName: 'Tiffany Ortiz',
        externalId: '6c6b54c2-fa81-4234-ad4f-420ec6808049',
        schemas: [coreGroup],
      }),
      expect: {
        status: 200,
        body: { displayName: 'Tiffany Ortiz', externalId: '6c6b54c2-fa81-4234-ad4f-420ec6808049' },
      },
    },
  ],
};
