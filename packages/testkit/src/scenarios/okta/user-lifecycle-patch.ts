import type { Scenario } from '../../replay/scenario.ts';
import { noHit, oneHit } from '../expectations.ts';
import { patchOp } from '../requests.ts';
import { from, readBack } from '../steps.ts';
import { coreUser } from '../urns.ts';
import { asOkta, lookUpUser, reference } from './as-okta.ts';

export const userLifecyclePatch: Scenario = {
  client: 'okta',
  name: 'okta/user-lifecycle-patch',
  title: 'A catalogue app creates, updates, deactivates and reactivates a user: PATCH for active',
  confidence: 'documented',
  needs: ['patch'],
  steps: [
    {
      name: 'Look up by userName, no hit',
      ...reference('Determine if the User already exists'),
      request: lookUpUser('test.user@example.com'),
      expect: noHit,
    },
    {
      name: 'Create',
      ...reference('Create the User'),
      deviates: 'groups is read-only',
      request: asOkta.post('/Users', {
        schemas: [coreUser],
        userName: 'test.user@example.com',
        name: { givenName: 'Test', familyName: 'User' },
        emails: [{ primary: true, value: 'test.user@example.com', type: 'work' }],
        displayName: 'Test User',
        locale: 'en-US',
        externalId: '00u2b3c4d5E6f7G8h697',
        groups: [],
        password: '1mz050nq',
        active: true,
      }),
      expect: {
        status: 201,
        body: {
          schemas: { $contains: [coreUser] },
          id: { $nonEmpty: true },
          userName: 'test.user@example.com',
          displayName: 'Test User',
          locale: 'en-US',
          emails: [{ primary: true, value: 'test.user@example.com', type: 'work' }],
          externalId: '00u2b3c4d5E6f7G8h697',
          active: true,
        },
        absent: ['$.password'],
      },
      save: { userId: '$.id' },
    },
    {
      name: 'Read before the update',
      ...reference('Retrieve the User'),
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200, body: { id: '${userId}' } },
      save: { current: '$' },
    },
    {
      name: 'A profile change is a PUT here too',
      ...reference('Update the User'),
      request: asOkta.putBack('/Users/${userId}', 'current', {
        name: { givenName: 'Another', middleName: 'Excited', familyName: 'User' },
      }),
      expect: {
        status: 200,
        body: {
          id: '${userId}',
          name: { givenName: 'Another', middleName: 'Excited', familyName: 'User' },
          active: true,
          externalId: '00u2b3c4d5E6f7G8h697',
        },
      },
    },
    {
      name: 'Deactivate: replace without a path',
      ...reference('Update a specific User (PATCH)'),
      note: 'Okta takes 200 with the user and 204 without a body.',
      request: asOkta.patch('/Users/${userId}', patchOp({ op: 'replace', value: { active: false } })),
      expect: {
        status: [200, 204],
        body: { id: '${userId}', active: false, name: { givenName: 'Another' } },
      },
    },
    {
      name: 'Nothing but active changed',
      ...readBack('/Users/${userId}'),
      expect: {
        status: 200,
        body: {
          active: false,
          userName: 'test.user@example.com',
          name: { givenName: 'Another', middleName: 'Excited', familyName: 'User' },
          externalId: '00u2b3c4d5E6f7G8h697',
        },
      },
    },
    {
      name: 'Look up by userName, one hit',
      ...reference('Create Users'),
      note: 'The first call when the user is assigned again.',
      request: lookUpUser('test.user@example.com'),
      expect: { status: 200, body: oneHit({ userName: 'test.user@example.com', id: '${userId}' }) },
    },
    {
      name: 'Reactivate: the same form with true',
      ...from(
        'documented (body inferred from the deactivation sample)',
        'Okta SCIM 2.0 reference, "Update a specific User (PATCH)"',
      ),
      request: asOkta.patch('/Users/${userId}', patchOp({ op: 'replace', value: { active: true } })),
      expect: { status: [200, 204], body: { id: '${userId}', active: true } },
    },
    {
      name: 'Read before the profile follows',
      ...reference('Create Users'),
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200, body: { id: '${userId}', active: true } },
      save: { current: '$' },
    },
    {
      name: 'Push the profile after the new assignment',
      ...reference('Update the User'),
      request: asOkta.putBack('/Users/${userId}', 'current', {
        name: { givenName: 'Another', familyName: 'User' },
        displayName: 'Another User',
        externalId: '00u2b3c4d5E6f7G8h697',
        active: true,
      }),
      expect: { status: 200, body: { id: '${userId}', displayName: 'Another User', active: true } },
    },
  ],
};
