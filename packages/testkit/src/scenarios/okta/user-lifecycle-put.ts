import type { Scenario } from '../../replay/scenario.ts';
import { noHit } from '../expectations.ts';
import { from, readBack } from '../steps.ts';
import { coreUser } from '../urns.ts';
import { asOkta, lab, lookUpUser } from './as-okta.ts';

export const userLifecyclePut: Scenario = {
  client: 'okta',
  name: 'okta/user-lifecycle-put',
  title: 'A wizard app creates, updates and deactivates a user: GET and PUT, never PATCH',
  about:
    'What nearly every first customer sends: apps made in the wizard use PUT for every change, active ' +
    'included.',
  confidence: 'observed',
  needs: [],
  steps: [
    {
      name: 'Look up by userName, no hit',
      ...from('observed', 'okta-iam-lifecycle-lab, section 1; Okta SCIM 2.0 reference'),
      request: lookUpUser('ava.nguyen@example.com'),
      expect: noHit,
    },
    {
      name: 'Create',
      ...lab('section 1, body as logged'),
      deviates: 'groups is read-only (RFC 7643 section 4.1.2)',
      note:
        'A password comes even with password sync off. groups is read-only: ignore it, do not refuse it. ' +
        'After a 201 without a body Okta reports "Create new user returned empty user".',
      request: asOkta.post('/Users', {
        schemas: [coreUser],
        userName: 'ava.nguyen@example.com',
        name: { givenName: 'Ava', familyName: 'Nguyen' },
        emails: [{ primary: true, value: 'ava.nguyen@example.com' }],
        externalId: '00u1a2b3c4D5e6F7g697',
        groups: [],
        password: '1mz050nq',
        active: true,
      }),
      expect: {
        status: 201,
        body: {
          schemas: { $contains: [coreUser] },
          id: { $nonEmpty: true },
          userName: 'ava.nguyen@example.com',
          name: { givenName: 'Ava', familyName: 'Nguyen' },
          emails: [{ value: 'ava.nguyen@example.com', primary: true }],
          externalId: '00u1a2b3c4D5e6F7g697',
          active: true,
          meta: { resourceType: 'User' },
        },
        absent: ['$.password'],
      },
      save: { userId: '$.id' },
    },
    {
      name: 'Read before the update',
      ...from('observed', 'okta-iam-lifecycle-lab, section 2; Okta SCIM 2.0 reference'),
      request: asOkta.get('/Users/${userId}'),
      expect: {
        status: 200,
        body: {
          id: '${userId}',
          userName: 'ava.nguyen@example.com',
          externalId: '00u1a2b3c4D5e6F7g697',
          active: true,
        },
        absent: ['$.password'],
      },
      save: { current: '$' },
    },
    {
      name: 'Write everything back with a title added',
      ...from('observed', 'okta-iam-lifecycle-lab, section 2; Elixir stub dump'),
      note: "The server's own id and meta come back in the body: accept and ignore them.",
      request: asOkta.putBack('/Users/${userId}', 'current', {
        title: 'Account Executive',
        externalId: '00u1a2b3c4D5e6F7g697',
        active: true,
      }),
      expect: {
        status: 200,
        body: {
          id: '${userId}',
          userName: 'ava.nguyen@example.com',
          title: 'Account Executive',
          externalId: '00u1a2b3c4D5e6F7g697',
          active: true,
          name: { givenName: 'Ava', familyName: 'Nguyen' },
        },
      },
    },
    {
      name: 'Read before the deactivation',
      ...lab('section 3'),
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200, body: { title: 'Account Executive', active: true } },
      save: { current: '$' },
    },
    {
      name: 'Deactivate: the last answer with active false',
      ...from('observed', 'okta-iam-lifecycle-lab, section 3; Elixir stub dump'),
      request: asOkta.putBack('/Users/${userId}', 'current', {
        active: false,
        externalId: '00u1a2b3c4D5e6F7g697',
      }),
      expect: { status: 200, body: { id: '${userId}', active: false, title: 'Account Executive' } },
    },
    {
      name: 'The user is kept and can be read',
      ...readBack('/Users/${userId}'),
      expect: {
        status: 200,
        body: {
          id: '${userId}',
          userName: 'ava.nguyen@example.com',
          active: false,
          title: 'Account Executive',
        },
      },
    },
    {
      name: 'The inactive user is found by userName',
      ...readBack('/Users', { filter: 'userName eq "ava.nguyen@example.com"' }),
      note: 'Assigning the user again depends on it, see okta/deactivate-reactivate-reassign.',
      expect: { status: 200, body: { totalResults: 1, Resources: [{ id: '${userId}', active: false }] } },
    },
  ],
};
