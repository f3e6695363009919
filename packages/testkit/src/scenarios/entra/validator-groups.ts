import type { Scenario } from '../../replay/scenario.ts';
import { isError, noHit } from '../expectations.ts';
import { patchOp } from '../requests.ts';
import { given, readBack } from '../steps.ts';
import { coreGroup, coreUser } from '../urns.ts';
import { asEntra, validator } from './as-entra.ts';

const group = {
  displayName: 'UHYYWKURUTZS',
  externalId: '6d1ca7c2-09f0-4be1-bba9-a7a2668d5540',
  schemas: [coreGroup],
};

export const validatorGroups: Scenario = {
  client: 'entra',
  name: 'entra/validator-groups',
  title: 'The Microsoft SCIM validator: its tests of groups',
  about:
    'Two users are made beforehand; the validator makes its own with the full body of ' +
    'entra/validator-users.',
  confidence: 'observed',
  needs: ['groups', 'patch', 'unique group names'],
  steps: [
    {
      name: 'The first member exists',
      ...given('/Users', { schemas: [coreUser], userName: 'member_odessa@gulgowski.example' }),
      save: { user1: '$.id' },
    },
    {
      name: 'The second member exists',
      ...given('/Users', { schemas: [coreUser], userName: 'member_ciara@botsford.example' }),
      save: { user2: '$.id' },
    },
    {
      name: 'Create a new group',
      ...validator,
      request: asEntra.post('/Groups', group),
      expect: {
        status: 201,
        body: {
          schemas: { $contains: [coreGroup] },
          id: { $nonEmpty: true },
          displayName: 'UHYYWKURUTZS',
          externalId: '6d1ca7c2-09f0-4be1-bba9-a7a2668d5540',
        },
      },
      save: { groupId: '$.id' },
    },
    {
      name: 'Create the same group again',
      ...validator,
      deviates: 'expects a uniqueness that RFC 7643 does not ask for',
      note: 'RFC 7643 lets groups share a displayName. A server that allows it fails this test.',
      request: asEntra.post('/Groups', group),
      expect: { status: 409, body: { schemas: isError, status: { $oneOf: ['409', 409] } } },
    },
    {
      name: 'Read by id without members',
      ...validator,
      request: asEntra.get('/Groups/${groupId}', 'excludedAttributes=members'),
      expect: {
        status: 200,
        body: { id: '${groupId}', displayName: 'UHYYWKURUTZS' },
        absent: ['$.members'],
      },
    },
    {
      name: 'Filter without members',
      ...validator,
      request: asEntra.get('/Groups', 'excludedAttributes=members&filter=displayName+eq+%22UHYYWKURUTZS%22'),
      expect: {
        status: 200,
        body: { totalResults: 1, Resources: [{ id: '${groupId}' }] },
        absent: ['$.Resources[0].members'],
      },
    },
    {
      name: 'Filter for the group',
      ...validator,
      request: asEntra.get('/Groups', 'filter=displayName+eq+%22UHYYWKURUTZS%22'),
      expect: {
        status: 200,
        body: { totalResults: 1, Resources: [{ id: '${groupId}', displayName: 'UHYYWKURUTZS' }] },
      },
    },
    {
      name: 'Filter for a group that does not exist',
      ...validator,
      request: asEntra.get('/Groups', 'filter=displayName+eq+%22no-such-group%22'),
      expect: noHit,
    },
    {
      name: 'Filter for the group in another case',
      ...validator,
      request: asEntra.get('/Groups', 'filter=displayName+eq+%22uhyywkurutzs%22'),
      expect: {
        status: 200,
        body: { totalResults: 1, Resources: [{ id: '${groupId}', displayName: 'UHYYWKURUTZS' }] },
      },
    },
    {
      name: 'Replace externalId, without a path',
      ...validator,
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'replace', value: { externalId: '663fa3a8-e2b6-4ac0-96c8-363432cdc01d' } }),
      ),
      expect: { status: [200, 204], body: { externalId: '663fa3a8-e2b6-4ac0-96c8-363432cdc01d' } },
    },
    {
      name: 'Update the displayName',
      ...validator,
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'replace', value: { displayName: 'WUZPWMBDDCGI' } }),
      ),
      expect: { status: [200, 204], body: { displayName: 'WUZPWMBDDCGI' } },
    },
    {
      name: 'Add a member (sent as a replace)',
      ...validator,
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'replace', path: 'members', value: [{ value: '${user1}' }] }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}' } },
    },
    {
      name: 'Set two members',
      ...validator,
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'replace', path: 'members', value: [{ value: '${user1}' }, { value: '${user2}' }] }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}' } },
    },
    {
      name: 'Remove a member',
      ...validator,
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp({ op: 'remove', path: 'members[value eq "${user1}"]' }),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}' } },
    },
    {
      name: 'One member is left',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${user2}' }], displayName: 'WUZPWMBDDCGI' } },
    },
    {
      name: 'Preview: add and remove one member in one request',
      ...validator,
      request: asEntra.patch(
        '/Groups/${groupId}',
        patchOp(
          { op: 'add', path: 'members', value: [{ value: '${user1}' }] },
          { op: 'remove', path: 'members[value eq "${user1}"]' },
        ),
      ),
      expect: { status: [200, 204], body: { id: '${groupId}' } },
    },
    {
      name: 'Nothing changed',
      ...readBack('/Groups/${groupId}'),
      expect: { status: 200, body: { members: [{ value: '${user2}' }] } },
    },
    {
      name: 'Delete the group',
      ...validator,
      request: asEntra.delete('/Groups/${groupId}'),
      expect: { status: 204 },
    },
    {
      name: 'Verify that the group is gone',
      ...validator,
      request: asEntra.get('/Groups/${groupId}'),
      expect: { status: 404, body: { schemas: isError } },
    },
    {
      name: 'Preview: delete the group again',
      ...validator,
      request: asEntra.delete('/Groups/${groupId}'),
      expect: { status: 404, body: { schemas: isError } },
    },
  ],
};
