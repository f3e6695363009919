import type { Scenario } from '../../replay/scenario.ts';
import { patchOp } from '../requests.ts';
import { from, given, readBack } from '../steps.ts';
import { coreGroup } from '../urns.ts';
import { asEntra, entraUser } from './as-entra.ts';

export const groupMembersAadoptscim062020: Scenario = {
  client: 'entra',
  name: 'entra/group-members-aadoptscim062020',
  title: 'A member leaves a group, with the aadOptscim062020 flag',
  confidence: 'documented',
  needs: ['groups', 'patch'],
  steps: [
    { name: 'The first member exists', ...given('/Users', entraUser('flag.one')), save: { user1: '$.id' } },
    { name: 'The second member exists', ...given('/Users', entraUser('flag.two')), save: { user2: '$.id' } },
    {
      name: 'The group exists',
      ...given('/Groups', {
        schemas: [coreGroup],
        displayName: 'Flag group',
        members: [{ value: '${user1}' }, { value: '${user2}' }],
      }),
      save: { groupId: '$.id' },
    },
    {
      name: 'Remove by value filter',
      ...from(
        'documented',
        'Microsoft known issues, "Requests made to remove a group member", with the flag',
      ),
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'remove', path: 'members[value eq "${user1}"]' }),
      ),
      expect: { status: [204, 200] },
    },
    {
      name: 'Only that member went',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${user2}' }] } },
    },
  ],
};
