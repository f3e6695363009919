import type { Scenario } from '../../replay/scenario.ts';
import { patchOp } from '../requests.ts';
import { from, plain, readBack } from '../steps.ts';
import { coreGroup, coreUser } from '../urns.ts';

const code = (file: string) => from('client source code', `goauthentik/authentik, clients/${file}`);

const admin = {
  schemas: [coreUser],
  externalId: 'uid-1',
  userName: 'akadmin@example.com',
  name: { formatted: 'authentik Admin', familyName: 'Admin', givenName: 'authentik' },
  displayName: 'authentik Admin',
  active: true,
  emails: [{ value: 'akadmin@example.com', type: 'other', primary: true }],
};

export const userAndGroup: Scenario = {
  client: 'authentik',
  name: 'authentik/user-and-group',
  title: 'authentik: capabilities, a user, recovery from a conflict, a group',
  about: 'Values depend on property mappings; methods, paths and the shapes of PATCH are from the code.',
  confidence: 'client source code',
  needs: ['groups', 'patch', 'empty tenant'],
  steps: [
    {
      name: 'Read the capabilities first',
      ...code('base.py'),
      note:
        'What cannot be parsed means no PATCH and no filter. bulk.maxOperations sets how many members go ' +
        'into one request, though bulk is not used.',
      request: plain.get('/ServiceProviderConfig'),
      expect: {
        status: 200,
        body: {
          schemas: { $contains: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'] },
          patch: { supported: { $type: 'boolean' } },
          filter: { supported: { $type: 'boolean' } },
          bulk: { supported: { $type: 'boolean' }, maxOperations: { $type: 'number' } },
        },
      },
    },
    {
      name: 'Create a user',
      ...code('users.py'),
      request: plain.post('/Users', admin),
      expect: { status: 201, body: { id: { $nonEmpty: true } } },
      save: { userId: '$.id' },
    },
    {
      name: 'Create it again',
      ...code('users.py'),
      request: plain.post('/Users', admin),
      expect: { status: 409 },
    },
    {
      name: 'Recover by filter',
      ...code('users.py'),
      request: plain.get('/Users', { filter: 'userName eq "akadmin@example.com"' }),
      expect: { status: 200, body: { totalResults: 1, Resources: [{ id: '${userId}' }] } },
    },
    {
      name: 'Update by PUT',
      ...code('users.py'),
      request: plain.put('/Users/${userId}', {
        schemas: [coreUser],
        id: '${userId}',
        externalId: 'uid-1',
        userName: 'akadmin@example.com',
        name: { formatted: 'authentik Admin', familyName: 'Admin', givenName: 'authentik' },
        displayName: 'authentik Default Admin',
        active: true,
        emails: [{ value: 'akadmin@example.com', type: 'other', primary: true }],
      }),
      expect: { status: 200, body: { displayName: 'authentik Default Admin' } },
    },
    {
      name: 'Create a group without members',
      ...code('groups.py'),
      request: plain.post('/Groups', {
        schemas: [coreGroup],
        externalId: 'gid-1',
        displayName: 'authentik Admins',
      }),
      expect: { status: 201, body: { id: { $nonEmpty: true } } },
      save: { groupId: '$.id' },
    },
    {
      name: 'Add a member',
      ...code('groups.py'),
      request: plain.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'add', path: 'members', value: [{ value: '${userId}' }] }),
      ),
      expect: { status: [200, 204] },
    },
    {
      name: 'Update the group: replace of everything, without a path',
      ...code('groups.py'),
      deviates: 'schemas and id in the value',
      note: 'Tolerate schemas and id, and leave the members alone.',
      request: plain.patch(
        '/Groups/${groupId}',
        patchOp({
          op: 'replace',
          value: {
            schemas: [coreGroup],
            externalId: 'gid-1',
            displayName: 'authentik Admins 2',
            id: '${groupId}',
          },
        }),
      ),
      expect: { status: [200, 204] },
    },
    {
      name: 'Read the members to compare',
      ...code('groups.py'),
      request: plain.get('/Groups/${groupId}'),
      expect: {
        status: 200,
        body: { displayName: 'authentik Admins 2', members: [{ value: '${userId}' }] },
      },
    },
    {
      name: 'Remove the member with a list of values',
      ...code('groups.py'),
      deviates: 'a remove that has a value',
      request: plain.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'remove', path: 'members', value: [{ value: '${userId}' }] }),
      ),
      expect: { status: [200, 204] },
    },
    {
      name: 'The group is empty',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { displayName: 'authentik Admins 2' }, absent: ['$.members[0]'] },
    },
    {
      name: 'PATCH without the schema of the message, meta in the value',
      ...from('reported', 'NETWAYS/struudel pull request 6'),
      deviates: 'no PatchOp in schemas; read-only members in the value',
      note: 'The message has no schemas at all.',
      request: plain.patch('/Groups/${groupId}', {
        Operations: [
          {
            op: 'replace',
            value: {
              schemas: [coreGroup],
              id: '${groupId}',
              displayName: 'authentik Admins 3',
              meta: { resourceType: 'Group' },
            },
          },
        ],
      }),
      expect: { status: [200, 204] },
    },
    {
      name: 'Add the member once more',
      ...from('reported', 'NETWAYS/struudel pull request 4'),
      request: plain.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'add', path: 'members', value: [{ value: '${userId}' }] }),
      ),
      expect: { status: [200, 204] },
    },
    {
      name: 'And again, with the next sync',
      ...from('reported', 'NETWAYS/struudel pull request 4'),
      request: plain.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'add', path: 'members', value: [{ value: '${userId}' }] }),
      ),
      expect: { status: [200, 204] },
    },
    {
      name: 'One member',
      ...readBack('/Groups/${groupId}'),
      expect: {
        status: 200,
        body: { displayName: 'authentik Admins 3', members: [{ value: '${userId}' }] },
      },
    },
    {
      name: 'Discover groups page by page',
      ...code('groups.py'),
      request: plain.get('/Groups', { startIndex: '1' }),
      expect: { status: 200, body: { totalResults: 1, Resources: [{ id: '${groupId}' }] } },
    },
    {
      name: 'Delete the group',
      ...code('groups.py'),
      request: plain.delete('/Groups/${groupId}'),
      expect: { status: 204 },
    },
    {
      name: 'Delete the user',
      ...code('users.py'),
      request: plain.delete('/Users/${userId}'),
      expect: { status: 204 },
    },
  ],
};
