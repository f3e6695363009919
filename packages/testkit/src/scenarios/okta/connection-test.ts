import type { Scenario } from '../../replay/scenario.ts';
import { isError, isList } from '../expectations.ts';
import { changeHeaders } from '../requests.ts';
import { from } from '../steps.ts';
import { asOkta, lab } from './as-okta.ts';

export const connectionTest: Scenario = {
  client: 'okta',
  name: 'okta/connection-test',
  title: 'The admin presses "Test Connector Configuration" or saves the connection',
  about: 'The first traffic a server sees from an org. Okta never reads ServiceProviderConfig.',
  confidence: 'observed',
  needs: ['groups'],
  steps: [
    {
      name: 'Probe the user list',
      ...lab('phase 3: the only call on test and on save'),
      note:
        'An empty tenant answers 200 with totalResults 0. The three counters are JSON numbers, never ' +
        'strings.',
      request: asOkta.get('/Users', { startIndex: '1', count: '2' }),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          totalResults: { $type: 'number' },
          startIndex: { $type: 'number' },
          itemsPerPage: { $type: 'number' },
        },
      },
    },
    {
      name: 'Probe the group list, with Import Groups on',
      ...from('documented for 1.1 only', 'Okta SCIM 1.1 reference, "Create Users"; not seen again for 2.0'),
      request: asOkta.get('/Groups', { startIndex: '1', count: '100' }),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          totalResults: { $type: 'number' },
          startIndex: { $type: 'number' },
          itemsPerPage: { $type: 'number' },
        },
      },
    },
    {
      name: 'The same probe with a wrong token',
      ...from('observed', 'okta-iam-lifecycle-lab, phase 3; body as in the Okta SPEC test, step 21'),
      request: changeHeaders(asOkta.get('/Users', { startIndex: '1', count: '2' }), {
        Authorization: 'Bearer not-the-token',
      }),
      expect: {
        status: 401,
        headers: { 'content-type': 'application/scim+json' },
        body: { schemas: isError, status: { $oneOf: ['401', 401] }, detail: { $nonEmpty: true } },
      },
    },
  ],
};
