import type { Scenario } from '../../replay/scenario.ts';
import { oneHit } from '../expectations.ts';
import { from, given, readBack } from '../steps.ts';
import { coreUser } from '../urns.ts';
import { asOkta, lookUpUser } from './as-okta.ts';

export const linkExistingUser: Scenario = {
  client: 'okta',
  name: 'okta/link-existing-user',
  title: 'A user the app already has is matched, read and overwritten, not created',
  about: 'Case C9335 of the Okta test plan.',
  confidence: 'observed',
  needs: [],
  steps: [
    {
      name: 'The app has Jane, with a stale formatted name and without externalId',
      ...given('/Users', {
        schemas: [coreUser],
        userName: 'jane@example.com',
        name: { givenName: 'Mona', familyName: 'Octocat', formatted: 'Mona Octocat' },
        displayName: 'Mona Octocat',
        emails: [{ value: 'octocat@example.com', primary: true }],
        title: 'Engineer',
        active: true,
      }),
      save: { userId: '$.id' },
    },
    {
      name: 'Look up by userName, one hit',
      ...from('observed', 'okta-iam-lifecycle-lab, "Department mapping"; Elixir stub dump, step 1'),
      request: lookUpUser('jane@example.com'),
      expect: { status: 200, body: oneHit({ userName: 'jane@example.com', id: '${userId}' }) },
    },
    {
      name: 'Read the match by id',
      ...from('observed', 'Elixir stub dump, step 2'),
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200, body: { id: '${userId}' } },
      save: { current: '$' },
    },
    {
      name: 'Overwrite it with the profile merged over the answer',
      ...from('observed', 'Elixir stub dump, step 3, body as dumped'),
      note:
        'groups: [] and a name.formatted that contradicts the new names arrive together; neither is an ' +
        'error.',
      request: asOkta.putBack('/Users/${userId}', 'current', {
        active: true,
        displayName: 'Jane Smith',
        emails: [{ primary: true, type: 'work', value: 'jane@example.com' }],
        externalId: '00u6a15d23T9AeHhF5d7',
        groups: [],
        locale: 'en-US',
        name: { familyName: 'Smith', givenName: 'Jane' },
        userName: 'jane@example.com',
      }),
      expect: {
        status: 200,
        body: {
          id: '${userId}',
          userName: 'jane@example.com',
          displayName: 'Jane Smith',
          emails: [{ value: 'jane@example.com', type: 'work', primary: true }],
          externalId: '00u6a15d23T9AeHhF5d7',
          locale: 'en-US',
          name: { familyName: 'Smith', givenName: 'Jane' },
          active: true,
        },
      },
    },
    {
      name: 'Same user, and what Okta does not map is kept',
      ...readBack('/Users/${userId}'),
      expect: {
        status: 200,
        body: {
          id: '${userId}',
          title: 'Engineer',
          displayName: 'Jane Smith',
          externalId: '00u6a15d23T9AeHhF5d7',
        },
      },
    },
    {
      name: 'No second user was made',
      ...readBack('/Users', { filter: 'userName eq "jane@example.com"' }),
      expect: { status: 200, body: { totalResults: 1, Resources: [{ id: '${userId}' }] } },
    },
  ],
};
