import type { Scenario } from '../../replay/scenario.ts';
import { noHit, oneHit } from '../expectations.ts';
import { from } from '../steps.ts';
import { coreUser } from '../urns.ts';
import { asCrudTest, asOkta, crudTestStep, lookUpUser } from './as-okta.ts';

export const crudTest: Scenario = {
  client: 'okta',
  name: 'okta/crud-test',
  title: 'The Okta SCIM 2.0 CRUD test: its reads, and the provisioning in between',
  about:
    'The test waits only 20 to 40 seconds between cause and look, so provisioning has to be quick. Its ' +
    'entitlements variant adds one governance grant before step 5.',
  confidence: 'vendor test file',
  needs: [],
  steps: [
    {
      name: 'Look up by userName, no hit',
      ...from(
        'documented',
        'Okta SCIM 2.0 reference, "Determine if the User already exists"; caused by step 3',
      ),
      request: lookUpUser('crud.random@example.com'),
      expect: noHit,
    },
    {
      name: 'Create, after the assignment',
      ...from('documented', 'Okta SCIM 2.0 reference, "Create the User"; caused by step 3'),
      request: asOkta.post('/Users', {
        schemas: [coreUser],
        userName: 'crud.random@example.com',
        name: { givenName: 'First', familyName: 'Random' },
        emails: [{ primary: true, value: 'crud.random@example.com', type: 'work' }],
        displayName: 'First Random',
        locale: 'en-US',
        externalId: '00u6f7g8h9I0j1K2l697',
        groups: [],
        password: 'Kv7J2LEa',
        active: true,
      }),
      expect: { status: 201, body: { id: { $nonEmpty: true } } },
      save: { userId: '$.id' },
    },
    {
      name: 'The test finds the user',
      ...crudTestStep(5),
      note: '20 seconds after the assignment. Resources[0] is compared, so there must be no further hit.',
      request: asCrudTest.get('/Users', 'filter=userName eq "crud.random@example.com"'),
      expect: {
        status: 200,
        body: {
          Resources: [
            {
              userName: 'crud.random@example.com',
              emails: [{ value: 'crud.random@example.com' }],
              name: { familyName: 'Random', givenName: 'First' },
            },
          ],
        },
      },
      save: { scimId: '$.Resources[0].id' },
    },
    {
      name: 'Read before the update',
      ...from('documented', 'Okta SCIM 2.0 reference; caused by step 6'),
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200, body: { id: '${scimId}' } },
      save: { current: '$' },
    },
    {
      name: 'Push the first name',
      ...from('documented', 'Okta SCIM 2.0 reference; caused by step 6'),
      request: asOkta.putBack('/Users/${userId}', 'current', {
        name: { givenName: 'Updated', familyName: 'Random' },
        displayName: 'Updated Random',
      }),
      expect: { status: 200, body: { name: { givenName: 'Updated' } } },
    },
    {
      name: 'The test sees the new first name',
      ...crudTestStep(8),
      request: asCrudTest.get('/Users/${scimId}'),
      expect: { status: 200, body: { name: { givenName: 'Updated' } } },
    },
    {
      name: 'Read before the deactivation',
      ...from('documented', 'Okta SCIM 2.0 reference; caused by step 9'),
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200 },
      save: { current: '$' },
    },
    {
      name: 'Deactivate',
      ...from('documented', 'Okta SCIM 2.0 reference; caused by step 9'),
      request: asOkta.putBack('/Users/${userId}', 'current', { active: false }),
      expect: { status: 200, body: { active: false } },
    },
    {
      name: 'The test sees active false, with status 200',
      ...crudTestStep(11),
      request: asCrudTest.get('/Users/${scimId}'),
      expect: { status: 200, body: { active: false } },
    },
    {
      name: 'Look up by userName, one hit',
      ...from('documented', 'Okta SCIM 2.0 reference; caused by steps 12 and 13'),
      request: lookUpUser('crud.random@example.com'),
      expect: { status: 200, body: oneHit({ userName: 'crud.random@example.com', id: '${scimId}' }) },
    },
    {
      name: 'Read before the reactivation',
      ...from('documented', 'Okta SCIM 2.0 reference; caused by step 13'),
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200 },
      save: { current: '$' },
    },
    {
      name: 'Reactivate',
      ...from('documented', 'Okta SCIM 2.0 reference; caused by step 13'),
      request: asOkta.putBack('/Users/${userId}', 'current', { active: true }),
      expect: { status: 200, body: { active: true } },
    },
    {
      name: 'The test sees active true',
      ...crudTestStep(15),
      request: asCrudTest.get('/Users/${scimId}'),
      expect: { status: 200, body: { active: true } },
    },
    {
      name: 'Read before the unassignment',
      ...from('documented', 'Okta SCIM 2.0 reference; caused by step 17'),
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200 },
      save: { current: '$' },
    },
    {
      name: 'Remove the assignment',
      ...from('documented', 'Okta SCIM 2.0 reference; caused by step 17'),
      request: asOkta.putBack('/Users/${userId}', 'current', { active: false }),
      expect: { status: 200, body: { active: false } },
    },
    {
      name: 'The test sees active false again',
      ...crudTestStep(19),
      request: asCrudTest.get('/Users/${scimId}'),
      expect: { status: 200, body: { active: false } },
    },
  ],
};
