import type { Scenario } from '../../replay/scenario.ts';
import { isError, noHit } from '../expectations.ts';
import { patchOp } from '../requests.ts';
import { from, given, readBack } from '../steps.ts';
import { coreGroup } from '../urns.ts';
import { asEntra, entraUser, guide } from './as-entra.ts';

export const groupLifecycleDefault: Scenario = {
  client: 'entra',
  name: 'entra/group-lifecycle-default',
  title: 'The life of a group with the default client, with Remove and a list of values',
  confidence: 'documented',
  needs: ['groups', 'patch'],
  steps: [
    { name: 'The first member exists', ...given('/Users', entraUser('member.one')), save: { user1: '$.id' } },
    {
      name: 'The second member exists',
      ...given('/Users', entraUser('member.two')),
      save: { user2: '$.id' },
    },
    {
      name: 'Match by displayName, without members',
      ...guide('Get Group by displayName'),
      request: asEntra.get('/Groups', {
        excludedAttributes: 'members',
        filter: 'displayName eq "Entra group"',
      }),
      expect: noHit,
    },
    {
      name: 'Create',
      ...guide('Create Group'),
      deviates: 'a schema URI that is unknown and no URN',
      note: 'An unknown schema URI is no reason to refuse.',
      request: asEntra.post('/Groups', {
        schemas: [coreGroup, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
        externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
        displayName: 'Entra group',
        meta: { resourceType: 'Group' },
      }),
      expect: {
        status: 201,
        body: {
          schemas: { $contains: [coreGroup] },
          id: { $nonEmpty: true },
          externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
          displayName: 'Entra group',
        },
      },
      save: { groupId: '$.id' },
    },
    {
      name: 'Read without members',
      ...guide('Get Group'),
      request: asEntra.get('/Groups/${groupId}', { excludedAttributes: 'members' }),
      expect: { status: 200, body: { id: '${groupId}', displayName: 'Entra group' }, absent: ['$.members'] },
    },
    {
      name: 'Add the first member',
      ...guide('Update Group [Add Members]'),
      note: '$ref is null. The guide recommends 204.',
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'Add', path: 'members', value: [{ $ref: null, value: '${user1}' }] }),
      ),
      expect: { status: [204, 200] },
    },
    {
      name: 'Add the second member',
      ...guide('Update Group [Add Members]'),
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'Add', path: 'members', value: [{ $ref: null, value: '${user2}' }] }),
      ),
      expect: { status: [204, 200] },
    },
    {
      name: 'The second did not replace the first',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${user1}' }, { value: '${user2}' }] } },
    },
    {
      name: 'Read without members, now that there are some',
      ...guide('Get Group'),
      request: asEntra.get('/Groups/${groupId}', { excludedAttributes: 'members' }),
      expect: { status: 200, body: { id: '${groupId}' }, absent: ['$.members'] },
    },
    {
      name: 'Is this user a member?',
      ...from('documented', 'Microsoft SCIM guide, requirements'),
      note: 'Read plain members as members.value.',
      request: asEntra.get('/Groups', {
        filter: 'id eq "${groupId}" and members eq "${user1}"',
        attributes: 'id',
      }),
      expect: { status: 200, body: { totalResults: 1, Resources: [{ id: '${groupId}' }] } },
    },
    {
      name: 'Remove one member: path members and a list of values',
      ...from(
        'documented',
        'Microsoft known issues, "Requests made to remove a group member"; Microsoft SCIM guide',
      ),
      deviates: 'remove with a value, which RFC 7644 section 3.5.2.2 does not know',
      note: 'By the letter of RFC 7644 this clears the attribute. Only the members listed may go.',
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'Remove', path: 'members', value: [{ value: '${user1}' }] }),
      ),
      expect: { status: [204, 200] },
    },
    {
      name: 'The other member stayed',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${user2}' }] } },
    },
    {
      name: 'Remove with $ref null in the element',
      ...guide('Update Group [Remove Members]'),
      deviates: 'a remove that has a value',
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'Remove', path: 'members', value: [{ $ref: null, value: '${user2}' }] }),
      ),
      expect: { status: [204, 200] },
    },
    {
      name: 'The group is empty, and still there',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { displayName: 'Entra group' }, absent: ['$.members[0]'] },
    },
    {
      name: 'Rename',
      ...guide('Update Group [Non-member attributes]'),
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'Replace', path: 'displayName', value: 'Entra group renamed' }),
      ),
      expect: { status: [204, 200] },
    },
    {
      name: 'Rename, the value inside an array',
      ...from('reported', 'better-auth SCIM tests'),
      deviates: 'an array for a single value',
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'Replace', path: 'displayName', value: ['Entra group once more'] }),
      ),
      expect: { status: [204, 200] },
    },
    {
      name: 'A string, not an array',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { displayName: 'Entra group once more' } },
    },
    {
      name: 'Delete',
      ...guide('Delete Group'),
      request: asEntra.delete('/Groups/${groupId}'),
      expect: { status: 204 },
    },
    {
      name: 'The group is gone',
      ...from('observed', 'Microsoft SCIM validator, "Delete a Group"'),
      request: asEntra.get('/Groups/${groupId}'),
      expect: { status: 404, body: { schemas: isError } },
    },
  ],
};
