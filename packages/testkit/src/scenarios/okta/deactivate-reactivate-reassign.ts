import type { Scenario } from '../../replay/scenario.ts';
import { noHit, oneHit } from '../expectations.ts';
import { from, readBack } from '../steps.ts';
import { coreUser } from '../urns.ts';
import { asOkta, lookUpUser, reference } from './as-okta.ts';

const forumThread = from('reported', 'Okta developer forum thread 27262');

export const deactivateReactivateReassign: Scenario = {
  client: 'okta',
  name: 'okta/deactivate-reactivate-reassign',
  title: 'Unassign and assign again: the same id comes back to life',
  about: 'Case C9293 of the Okta test plan. Okta never sends DELETE for a user.',
  confidence: 'reported',
  needs: [],
  steps: [
    {
      name: 'Look up by userName, no hit',
      ...forumThread,
      request: lookUpUser('sam.adeyemi@example.com'),
      expect: noHit,
    },
    {
      name: 'Create',
      ...reference('Create the User'),
      request: asOkta.post('/Users', {
        schemas: [coreUser],
        userName: 'sam.adeyemi@example.com',
        name: { givenName: 'Samir', familyName: 'Adeyemi' },
        emails: [{ primary: true, value: 'sam.adeyemi@example.com', type: 'work' }],
        displayName: 'Samir Adeyemi',
        locale: 'en-US',
        externalId: '00u4d5e6f7G8h9I0j697',
        groups: [],
        password: 'h7Gd0sWe',
        active: true,
      }),
      expect: { status: 201, body: { id: { $nonEmpty: true }, active: true } },
      save: { userId: '$.id' },
    },
    {
      name: 'Unassign: read',
      ...forumThread,
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200, body: { active: true } },
      save: { current: '$' },
    },
    {
      name: 'Unassign: write back with active false',
      ...from('observed', 'Okta developer forum thread 27262; okta-iam-lifecycle-lab, section 3'),
      request: asOkta.putBack('/Users/${userId}', 'current', { active: false }),
      expect: { status: 200, body: { id: '${userId}', active: false } },
    },
    {
      name: 'Look up by userName, one hit',
      ...forumThread,
      note:
        'The inactive user has to be in the answer, with its id. Where it is hidden, Okta posts, gets 409 ' +
        'and gives up.',
      request: lookUpUser('sam.adeyemi@example.com'),
      expect: { status: 200, body: oneHit({ userName: 'sam.adeyemi@example.com', id: '${userId}' }) },
    },
    {
      name: 'Assign again: read',
      ...forumThread,
      note: 'A 404 for an inactive user ends the sequence.',
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200, body: { id: '${userId}', active: false } },
      save: { current: '$' },
    },
    {
      name: 'Assign again: write back with active true',
      ...forumThread,
      request: asOkta.putBack('/Users/${userId}', 'current', { active: true }),
      expect: { status: 200, body: { id: '${userId}', active: true } },
    },
    {
      name: 'Assign again: read once more',
      ...forumThread,
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200, body: { active: true } },
      save: { current: '$' },
    },
    {
      name: 'Assign again: write the profile',
      ...forumThread,
      request: asOkta.putBack('/Users/${userId}', 'current', {
        userName: 'sam.adeyemi@example.com',
        name: { givenName: 'Samir', familyName: 'Adeyemi' },
        emails: [{ primary: true, value: 'sam.adeyemi@example.com', type: 'work' }],
        displayName: 'Samir Adeyemi',
        locale: 'en-US',
        externalId: '00u4d5e6f7G8h9I0j697',
        groups: [],
        active: true,
      }),
      expect: { status: 200, body: { id: '${userId}', active: true, userName: 'sam.adeyemi@example.com' } },
    },
    {
      name: 'There is still one user',
      ...readBack('/Users', { filter: 'userName eq "sam.adeyemi@example.com"' }),
      expect: { status: 200, body: { totalResults: 1, Resources: [{ id: '${userId}', active: true }] } },
    },
  ],
};
