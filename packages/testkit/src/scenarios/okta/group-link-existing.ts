import type { Scenario } from '../../replay/scenario.ts';
import { oneHit } from '../expectations.ts';
import { patchOp } from '../requests.ts';
import { from, given, readBack } from '../steps.ts';
import { coreGroup } from '../urns.ts';
import { asOkta, lookUpGroup, reference } from './as-okta.ts';
import { threeMembers } from './three-members.ts';

export const groupLinkExisting: Scenario = {
  client: 'okta',
  name: 'okta/group-link-existing',
  title: 'Enhanced group push: an Okta group is linked to one the app already has',
  confidence: 'documented / reported',
  needs: ['groups', 'patch', 'empty tenant'],
  steps: [
    ...threeMembers('link'),
    {
      name: 'The app has a group with a member Okta does not manage yet',
      ...given('/Groups', {
        schemas: [coreGroup],
        displayName: 'Existing in the app',
        members: [{ value: '${user3}' }],
      }),
      save: { groupId: '$.id' },
    },
    {
      name: 'The import of groups finds it',
      ...from('documented', 'Okta SCIM 2.0 reference, "Retrieve Groups"; Okta help, "Enhanced group push"'),
      request: asOkta.get('/Groups', { startIndex: '1', count: '100' }),
      expect: {
        status: 200,
        body: { totalResults: 1, Resources: [{ id: '${groupId}', displayName: 'Existing in the app' }] },
      },
    },
    {
      name: 'Look up by displayName, one hit',
      ...reference('Retrieve Groups'),
      request: lookUpGroup('Existing in the app'),
      expect: { status: 200, body: oneHit({ displayName: 'Existing in the app' }) },
    },
    {
      name: 'Read the linked group',
      ...from('inferred', 'okta-iam-lifecycle-lab, section 4, order of calls; no linked push was captured'),
      request: asOkta.get('/Groups/${groupId}'),
      expect: { status: 200, body: { id: '${groupId}', members: [{ value: '${user3}' }] } },
    },
    {
      name: 'Rename to the Okta name, if the org renames app groups',
      ...from('documented', 'Okta SCIM 2.0 reference, "Update a specific Group name"; Okta test plan C9315'),
      deviates: 'the value names the read-only id',
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'replace', value: { id: '${groupId}', displayName: 'Engineering (Okta)' } }),
      ),
      expect: { status: [200, 204], body: { displayName: 'Engineering (Okta)' } },
    },
    {
      name: 'Linking adds the Okta members to the old ones',
      ...from('documented (effect), operation inferred', 'Okta test plan C9315; Okta SCIM 2.0 reference'),
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({
          op: 'add',
          path: 'members',
          value: [
            { value: '${user1}', display: 'link.one@example.com' },
            { value: '${user2}', display: 'link.two@example.com' },
          ],
        }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}' } },
    },
    {
      name: 'Old and new members, old id',
      ...readBack('/Groups/${groupId}'),
      expect: {
        status: 200,
        body: {
          id: '${groupId}',
          displayName: 'Engineering (Okta)',
          members: [{ value: '${user1}' }, { value: '${user2}' }, { value: '${user3}' }],
        },
      },
    },
    {
      name: 'Push Now overwrites the members',
      ...from('documented', 'Okta test plan C9316; Okta SCIM 2.0 reference'),
      request: asOkta.patch(
        '/Groups/${groupId}',
        patchOp({
          op: 'replace',
          path: 'members',
          value: [
            { value: '${user1}', display: 'link.one@example.com' },
            { value: '${user2}', display: 'link.two@example.com' },
          ],
        }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}' } },
    },
    {
      name: 'The group mirrors Okta under its old id',
      ...readBack('/Groups/${groupId}'),
      expect: {
        status: 200,
        body: {
          id: '${groupId}',
          displayName: 'Engineering (Okta)',
          members: [{ value: '${user1}' }, { value: '${user2}' }],
        },
      },
    },
  ],
};
