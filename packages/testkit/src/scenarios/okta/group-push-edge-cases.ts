import type { Scenario } from '../../replay/scenario.ts';
import { patchOp } from '../requests.ts';
import { from, given, readBack } from '../steps.ts';
import { coreGroup } from '../urns.ts';
import { asOkta, reference } from './as-okta.ts';
import { threeMembers } from './three-members.ts';

export const groupPushEdgeCases: Scenario = {
  client: 'okta',
  name: 'okta/group-push-edge-cases',
  title: 'Push Now on an empty group, members without a path, null display, an add sent twice',
  confidence: 'reported',
  needs: ['groups', 'patch'],
  steps: [
    ...threeMembers('edge'),
    {
      name: 'A group was pushed with two members',
      ...given('/Groups', {
        schemas: [coreGroup],
        displayName: 'Edge cases',
        members: [{ value: '${user1}' }, { value: '${user2}' }],
      }),
      save: { groupId: '$.id' },
    },
    {
      name: 'Push Now after the group was emptied in Okta',
      ...from('reported', 'Captain-P-Goldfish/SCIM-SDK issue 757'),
      note: 'Replace with an empty array means: clear. A 400 breaks Push Now.',
      request: asOkta.patch('/Groups/${groupId}', patchOp({ op: 'replace', path: 'members', value: [] })),
      expect: { status: [200, 204], body: { id: '${groupId}' } },
    },
    {
      name: 'No members are left',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { displayName: 'Edge cases' }, absent: ['$.members[0]'] },
    },
    {
      name: 'Members inside a replace without a path',
      ...from('reported', 'Metatavu/keycloak-scim-server issue 101'),
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({
          op: 'replace',
          value: {
            members: [
              { value: '${user1}', display: 'edge.one@example.com' },
              { value: '${user2}', display: 'edge.two@example.com' },
            ],
          },
        }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}' } },
    },
    {
      name: 'The members were taken from there',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${user1}' }, { value: '${user2}' }] } },
    },
    {
      name: 'Empty members, id and displayName together',
      ...from('reported', 'jelhub/scimgateway issue 113'),
      deviates: 'the value names the read-only id',
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'replace', value: { members: [], id: '${groupId}', displayName: 'Edge cases' } }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}', displayName: 'Edge cases' } },
    },
    {
      name: 'No members are left once more',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { displayName: 'Edge cases' }, absent: ['$.members[0]'] },
    },
    {
      name: 'Add with a null display',
      ...from('reported', 'jelhub/scimgateway issue 95'),
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'add', path: 'members', value: [{ value: '${user3}', display: null }] }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}' } },
    },
    {
      name: 'The same add again, as after a retry',
      ...from(
        'inferred from the documented retry',
        'Okta SCIM concept page, "Handle SCIM server rate limiting"',
      ),
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({
          op: 'add',
          path: 'members',
          value: [{ value: '${user3}', display: 'edge.three@example.com' }],
        }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}' } },
    },
    {
      name: 'One member, not two',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${user3}' }] } },
    },
    {
      name: 'Name sync',
      ...reference('Update a specific Group name'),
      deviates: 'the value names the read-only id',
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'replace', value: { id: '${groupId}', displayName: 'Edge cases' } }),
      ),
      expect: { status: [200, 204], body: { displayName: 'Edge cases' } },
    },
    {
      name: 'The member survived the name sync',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${user3}' }] } },
    },
  ],
};
