import type { Scenario } from '../../replay/scenario.ts';
import { isList } from '../expectations.ts';
import { patchOp } from '../requests.ts';
import { from, plain, readBack } from '../steps.ts';
import { coreGroup, coreUser } from '../urns.ts';

const support = 'JumpCloud support, "Custom SCIM identity management"';

export const activationAndLifecycle: Scenario = {
  client: 'jumpcloud',
  name: 'jumpcloud/activation-and-lifecycle',
  title: 'JumpCloud: test objects on activation, then one user and one group',
  confidence: 'reported',
  needs: ['groups', 'patch'],
  steps: [
    {
      name: 'Activation lists users',
      ...from('documented (fact), query inferred', support),
      request: plain.get('/Users'),
      expect: { status: 200, body: { schemas: isList } },
    },
    {
      name: 'Activation makes a test user',
      ...from('documented (fact), body inferred', support),
      request: plain.post('/Users', {
        schemas: [coreUser],
        userName: 'jumpcloud.test@example.com',
        name: { givenName: 'Test', familyName: 'User' },
        emails: [{ value: 'jumpcloud.test@example.com', type: 'work', primary: true }],
        active: true,
      }),
      expect: { status: 201, body: { id: { $nonEmpty: true } } },
      save: { testUser: '$.id' },
    },
    {
      name: 'Activation makes a test group',
      ...from('documented (fact), body inferred', support),
      request: plain.post('/Groups', { schemas: [coreGroup], displayName: 'JumpCloud Test' }),
      expect: { status: 201, body: { id: { $nonEmpty: true } } },
      save: { testGroup: '$.id' },
    },
    {
      name: 'The test group is deleted',
      ...from('documented', support),
      request: plain.delete('/Groups/${testGroup}'),
      expect: { status: 204 },
    },
    {
      name: 'The test user is deleted',
      ...from('documented', support),
      note: 'Where the app forbids deletion, the user is deactivated.',
      request: plain.delete('/Users/${testUser}'),
      expect: { status: 204 },
    },
    {
      name: 'Create a user',
      ...from('reported', 'JumpCloud samples in a public Rust SCIM crate'),
      request: plain.post('/Users', {
        schemas: [coreUser],
        userName: 'jump.cloud@example.com',
        name: { givenName: 'Jump', familyName: 'Cloud' },
        emails: [{ value: 'jump.cloud@example.com', type: 'work', primary: true }],
        active: true,
      }),
      expect: { status: 201, body: { id: { $nonEmpty: true } } },
      save: { userId: '$.id' },
    },
    {
      name: 'Change the user, an operation for each attribute',
      ...from('reported', 'JumpCloud samples in a public Rust SCIM crate'),
      request: plain.patch(
        '/Users/${userId}',
        patchOp(
          { op: 'replace', path: 'name.givenName', value: 'Jumping' },
          { op: 'replace', path: 'name.familyName', value: 'Clouds' },
          { op: 'replace', path: 'active', value: true },
        ),
      ),
      expect: { status: [200, 204], body: { name: { givenName: 'Jumping' } } },
    },
    {
      name: 'Create a group',
      ...from('documented (fact), body inferred', support),
      request: plain.post('/Groups', { schemas: [coreGroup], displayName: 'JC Engineering' }),
      expect: { status: 201, body: { id: { $nonEmpty: true }, displayName: 'JC Engineering' } },
      save: { groupId: '$.id' },
    },
    {
      name: 'Add a member, one request each',
      ...from('reported', 'ssoready/ssoready internal/authservice/scim.go'),
      request: plain.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'add', path: 'members', value: [{ value: '${userId}' }] }),
      ),
      expect: { status: [204, 200] },
    },
    {
      name: 'The member is in',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${userId}' }] } },
    },
    {
      name: 'Rename the group, without a path',
      ...from('reported', 'ssoready/ssoready internal/authservice/scim.go'),
      request: plain.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'replace', value: { displayName: 'JC Engineering 2' } }),
      ),
      expect: { status: [204, 200] },
    },
    {
      name: 'The members survived',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { displayName: 'JC Engineering 2', members: [{ value: '${userId}' }] } },
    },
    {
      name: 'Remove the member with a list of values',
      ...from('reported', 'JumpCloud samples in a public Rust SCIM crate'),
      deviates: 'a remove that has a value',
      request: plain.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'remove', path: 'members', value: [{ value: '${userId}' }] }),
      ),
      expect: { status: [204, 200] },
    },
    {
      name: 'The member is out',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { displayName: 'JC Engineering 2' }, absent: ['$.members[0]'] },
    },
    {
      name: 'Unbind the user: deactivate',
      ...from('documented (fact), body from the sample data', support),
      request: plain.patch('/Users/${userId}', patchOp({ op: 'replace', path: 'active', value: false })),
      expect: { status: [200, 204], body: { active: false } },
    },
  ],
};
