import type { Scenario } from '../../replay/scenario.ts';
import { isList, noHit } from '../expectations.ts';
import { patchOp } from '../requests.ts';
import { from, readBack } from '../steps.ts';
import { coreGroup, coreUser, enterpriseUser } from '../urns.ts';
import { asOneLogin, bareQuestionMark } from './as-onelogin.ts';

const guide = from('documented', 'OneLogin "Implement SCIM API"');

export const userAndGroup: Scenario = {
  client: 'onelogin',
  name: 'onelogin/user-and-group',
  title: 'OneLogin: connection check, a user by template and PUT, a group member, delete',
  about: 'The Accept header and the removal of a member were never seen.',
  confidence: 'observed / documented / reported',
  needs: ['groups', 'patch'],
  steps: [
    {
      name: 'Connection check: a user that does not exist',
      ...from(
        'documented (call), observed (encoding)',
        'OneLogin "Implement SCIM API"; goauthentik/authentik issue 11249',
      ),
      note: 'A stray ampersand ends the query. OneLogin accepts an empty list or a 404.',
      request: asOneLogin.get('/Users', 'filter=userName+eq+%22does.not.exist@example.com%22&'),
      expect: noHit,
    },
    {
      name: 'Create from the template of the admin',
      ...from(
        'reported',
        'OneLogin body template in a set-up guide by Keepnet; OneLogin "Implement SCIM API"',
      ),
      deviates:
        'a string for a boolean, id null, an unknown sub-attribute of manager, an extension that is not ' +
        'in schemas',
      note:
        'The template is free text: id null, managerId out of SCIM 1.1, an enterprise object that schemas ' +
        'does not name, and active in quotes all occur.',
      request: asOneLogin.post('/Users', {
        schemas: [coreUser],
        userName: 'one.login@example.com',
        externalId: '123456789',
        name: { familyName: 'Login', givenName: 'One', formatted: 'One Login' },
        displayName: 'One Login',
        emails: [{ value: 'one.login@example.com', type: 'work', primary: true }],
        active: 'true',
        id: null,
        meta: { resourceType: 'User' },
        [enterpriseUser]: { department: 'Sales', manager: { managerId: null, displayName: '' } },
      }),
      expect: {
        status: 201,
        body: {
          id: { $nonEmpty: true },
          userName: 'one.login@example.com',
          active: true,
          [enterpriseUser]: { department: 'Sales' },
        },
      },
      save: { userId: '$.id' },
    },
    {
      name: 'Read it back',
      ...guide,
      request: asOneLogin.get('/Users/${userId}'),
      expect: { status: 200, body: { id: '${userId}', active: true } },
    },
    {
      name: 'Look up before an update',
      ...from('observed', 'goauthentik/authentik issue 11249'),
      request: asOneLogin.get('/Users', 'filter=userName+eq+%22one.login@example.com%22&'),
      expect: { status: 200, body: { totalResults: 1, Resources: [{ id: '${userId}' }] } },
    },
    {
      name: 'Update by PUT, with schema URNs that no RFC has',
      ...from(
        'observed (first half of the body)',
        'goauthentik/authentik issue 11249; the rest of the body from the template',
      ),
      deviates: 'schemas lacks the core User URN and holds URNs of no RFC',
      note:
        'A bare question mark ends the URL. Insisting on the core User URN in schemas shuts this client ' +
        'out.',
      request: bareQuestionMark(
        asOneLogin.put('/Users/${userId}', {
          schemas: ['urn:scim:schemas:core:2.0', 'urn:scim:schemas:extension:enterprise:2.0'],
          userName: 'one.login@example.com',
          name: { familyName: 'User 01', givenName: 'AAA Test' },
          emails: [{ value: 'one.login@example.com', type: 'work', primary: true }],
          active: true,
        }),
      ),
      expect: {
        status: 200,
        body: {
          id: '${userId}',
          userName: 'one.login@example.com',
          name: { familyName: 'User 01', givenName: 'AAA Test' },
        },
      },
    },
    {
      name: 'List the groups, to fill the rule editor',
      ...guide,
      request: asOneLogin.get('/Groups'),
      expect: { status: 200, body: { schemas: isList } },
    },
    {
      name: 'Create a group',
      ...from('documented (call), body inferred', 'OneLogin "Implement SCIM API", no body shown'),
      request: asOneLogin.post('/Groups', { schemas: [coreGroup], displayName: 'onelogin-group' }),
      expect: { status: 201, body: { id: { $nonEmpty: true }, displayName: 'onelogin-group' } },
      save: { groupId: '$.id' },
    },
    {
      name: 'Add the user to the group',
      ...from(
        'observed (method, headers, length), body inferred',
        'goauthentik/authentik issue 11249: empty User-Agent, and a length of 165 bytes that this very body has',
      ),
      request: bareQuestionMark(
        asOneLogin.patch(
          '/Groups/${groupId}',
          patchOp({ op: 'add', path: 'members', value: [{ value: '${userId}' }] }),
        ),
      ),
      expect: { status: [200, 204] },
    },
    {
      name: 'The member is in',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${userId}' }] } },
    },
    {
      name: 'Delete, if that is the deprovisioning action',
      ...guide,
      request: asOneLogin.delete('/Users/${userId}'),
      expect: { status: 204 },
    },
    { name: 'The user is gone', ...readBack('/Users/${userId}'), expect: { status: 404 } },
  ],
};
