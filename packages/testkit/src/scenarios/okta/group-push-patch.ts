import type { Scenario } from '../../replay/scenario.ts';
import { noHit, oneHit } from '../expectations.ts';
import { patchOp } from '../requests.ts';
import { from, readBack } from '../steps.ts';
import { coreGroup } from '../urns.ts';
import { asOkta, lookUpGroup, reference } from './as-okta.ts';
import { threeMembers } from './three-members.ts';

export const groupPushPatch: Scenario = {
  client: 'okta',
  name: 'okta/group-push-patch',
  title: 'Group push by a catalogue app: PATCH for name and members',
  confidence: 'documented',
  needs: ['groups', 'patch'],
  steps: [
    ...threeMembers('patch'),
    {
      name: 'Look up by displayName, no hit',
      ...reference('Retrieve Groups'),
      request: lookUpGroup('Test SCIMv2'),
      expect: noHit,
    },
    {
      name: 'Create, without members',
      ...reference('Create Groups'),
      request: asOkta.post('/Groups', { schemas: [coreGroup], displayName: 'Test SCIMv2', members: [] }),
      expect: {
        status: 201,
        body: { schemas: { $contains: [coreGroup] }, id: { $nonEmpty: true }, displayName: 'Test SCIMv2' },
      },
      save: { groupId: '$.id' },
    },
    {
      name: 'Name sync: replace without a path, id and displayName in the value',
      ...reference('Update a specific Group name'),
      deviates: 'the value names the read-only id (RFC 7643 section 3.1); by the letter 400 mutability',
      note:
        'A 400 mutability for the read-only id puts the whole push into the error state ' +
        '(Metatavu/keycloak-scim-server issue 113). It equals the id in the URL: ignore it.',
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'replace', value: { id: '${groupId}', displayName: 'Test SCIMv2' } }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}', displayName: 'Test SCIMv2' } },
    },
    {
      name: 'Full push of the members',
      ...reference('Update specific Group membership'),
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({
          op: 'replace',
          path: 'members',
          value: [
            { value: '${user1}', display: 'patch.one@example.com' },
            { value: '${user2}', display: 'patch.two@example.com' },
          ],
        }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}', displayName: 'Test SCIMv2' } },
    },
    {
      name: 'Both members are in',
      ...readBack('/Groups/${groupId}'),
      expect: {
        status: 200,
        body: { displayName: 'Test SCIMv2', members: [{ value: '${user1}' }, { value: '${user2}' }] },
      },
    },
    {
      name: 'Name sync before a change',
      ...reference('Update a specific Group name'),
      deviates: 'the value names the read-only id',
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'replace', value: { id: '${groupId}', displayName: 'Test SCIMv2' } }),
      ),
      expect: { status: [200, 204], body: { displayName: 'Test SCIMv2' } },
    },
    {
      name: 'One member out, another in, in one request',
      ...reference('Update specific Group membership'),
      note: 'Removals come first, one operation each and without a value; all additions share one operation.',
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp(
          { op: 'remove', path: 'members[value eq "${user1}"]' },
          { op: 'add', path: 'members', value: [{ value: '${user3}', display: 'patch.three@example.com' }] },
        ),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}', displayName: 'Test SCIMv2' } },
    },
    {
      name: 'Exactly the two expected members',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${user2}' }, { value: '${user3}' }] } },
    },
    {
      name: 'Several removals in one request',
      ...from('documented', 'Okta SCIM page, 2018 copy; Okta SCIM 2.0 reference'),
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp(
          { op: 'remove', path: 'members[value eq "${user2}"]' },
          { op: 'remove', path: 'members[value eq "${user3}"]' },
        ),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}' } },
    },
    {
      name: 'The group is empty',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { displayName: 'Test SCIMv2' }, absent: ['$.members[0]'] },
    },
    {
      name: 'Rename',
      ...reference('Update a specific Group name'),
      deviates: 'the value names the read-only id',
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'replace', value: { id: '${groupId}', displayName: 'Test SCIMv20' } }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}', displayName: 'Test SCIMv20' } },
    },
    {
      name: 'Look up by displayName, one hit',
      ...reference('Retrieve Groups'),
      request: lookUpGroup('Test SCIMv20'),
      expect: { status: 200, body: oneHit({ displayName: 'Test SCIMv20' }) },
    },
    {
      name: 'Unlink with deletion',
      ...reference('Delete a specific Group'),
      request: asOkta.delete('/Groups/${groupId}'),
      expect: { status: 204 },
    },
    { name: 'The group is gone', ...readBack('/Groups/${groupId}'), expect: { status: 404 } },
  ],
};
