import type { Scenario } from '../../replay/scenario.ts';
import { isError, noHit } from '../expectations.ts';
import { from, readBack } from '../steps.ts';
import { coreGroup } from '../urns.ts';
import { asOkta, lab, lookUpGroup, reference } from './as-okta.ts';
import { threeMembers } from './three-members.ts';

export const groupPushPut: Scenario = {
  client: 'okta',
  name: 'okta/group-push-put',
  title: 'Group push by a wizard app: POST with members, then GET and PUT of the whole list',
  confidence: 'observed',
  needs: ['groups'],
  steps: [
    ...threeMembers('put'),
    {
      name: 'Look up by displayName, no hit',
      ...lab('section 4'),
      request: lookUpGroup('APP-Example-Users'),
      expect: noHit,
    },
    {
      name: 'Create with members',
      ...from('observed', 'okta-iam-lifecycle-lab, section 4; bitwarden/server issue 2139'),
      note: 'Members carry value and display: no type, no $ref.',
      request: asOkta.post('/Groups', {
        schemas: [coreGroup],
        displayName: 'APP-Example-Users',
        members: [
          { value: '${user1}', display: 'put.one@example.com' },
          { value: '${user2}', display: 'put.two@example.com' },
        ],
      }),
      expect: {
        status: 201,
        body: {
          schemas: { $contains: [coreGroup] },
          id: { $nonEmpty: true },
          displayName: 'APP-Example-Users',
        },
      },
      save: { groupId: '$.id' },
    },
    {
      name: 'Read the new group',
      ...lab('section 4'),
      request: asOkta.get('/Groups/${groupId}'),
      expect: {
        status: 200,
        body: {
          id: '${groupId}',
          displayName: 'APP-Example-Users',
          members: [{ value: '${user1}' }, { value: '${user2}' }],
        },
      },
    },
    {
      name: 'Write the same list again',
      ...lab('section 4'),
      note: 'The answer may leave members out, but nothing else.',
      request: asOkta.put('/Groups/${groupId}', {
        schemas: [coreGroup],
        id: '${groupId}',
        displayName: 'APP-Example-Users',
        members: [
          { value: '${user1}', display: 'put.one@example.com' },
          { value: '${user2}', display: 'put.two@example.com' },
        ],
      }),
      expect: { status: 200, body: { id: '${groupId}', displayName: 'APP-Example-Users' } },
    },
    {
      name: 'Two members, none twice',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${user1}' }, { value: '${user2}' }] } },
    },
    {
      name: 'Change the members: the whole list, no id in the body',
      ...reference('Update specific Group membership'),
      note: 'display may be null (jelhub/scimgateway issue 95).',
      request: asOkta.put('/Groups/${groupId}', {
        schemas: [coreGroup],
        displayName: 'APP-Example-Users',
        members: [
          { value: '${user2}', display: 'put.two@example.com' },
          { value: '${user3}', display: null },
        ],
      }),
      expect: { status: 200, body: { id: '${groupId}', displayName: 'APP-Example-Users' } },
    },
    {
      name: 'The list was replaced',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${user2}' }, { value: '${user3}' }] } },
    },
    {
      name: 'Rename',
      ...reference('Update a specific Group name'),
      request: asOkta.put('/Groups/${groupId}', {
        schemas: [coreGroup],
        id: '${groupId}',
        displayName: 'APP-Example-Users renamed',
        members: [
          { value: '${user2}', display: 'put.two@example.com' },
          { value: '${user3}', display: 'put.three@example.com' },
        ],
      }),
      expect: { status: 200, body: { id: '${groupId}', displayName: 'APP-Example-Users renamed' } },
    },
    {
      name: 'Empty the group',
      ...lab('section 4'),
      request: asOkta.put('/Groups/${groupId}', {
        schemas: [coreGroup],
        id: '${groupId}',
        displayName: 'APP-Example-Users renamed',
        members: [],
      }),
      expect: { status: 200, body: { id: '${groupId}' } },
    },
    {
      name: 'No members are left',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { displayName: 'APP-Example-Users renamed' }, absent: ['$.members[0]'] },
    },
    {
      name: 'Create a group that is empty',
      ...lab('section 4'),
      request: asOkta.post('/Groups', {
        schemas: [coreGroup],
        displayName: 'APP-Example-Admins',
        members: [],
      }),
      expect: { status: 201, body: { id: { $nonEmpty: true }, displayName: 'APP-Example-Admins' } },
      save: { emptyId: '$.id' },
    },
    {
      name: 'Unlink with "delete the group in the target app"',
      ...from('documented', 'Okta SCIM 2.0 reference, "Delete a specific Group"; Okta SCIM page, 2018 copy'),
      request: asOkta.delete('/Groups/${groupId}'),
      expect: { status: 204 },
    },
    {
      name: 'The group is gone',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 404, body: { schemas: isError, status: { $oneOf: ['404', 404] } } },
    },
    {
      name: 'Its former member is not',
      ...readBack('/Users/${user2}'),
      expect: { status: 200, body: { id: '${user2}', active: true } },
    },
  ],
};
