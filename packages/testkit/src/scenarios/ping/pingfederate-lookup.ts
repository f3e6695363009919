import type { Scenario } from '../../replay/scenario.ts';
import { noHit } from '../expectations.ts';
import { from, given, plain } from '../steps.ts';
import { coreUser } from '../urns.ts';

const documentation = from('documented', 'PingFederate documentation, SCIM connector');

export const pingfederateLookup: Scenario = {
  client: 'ping',
  name: 'ping/pingfederate-lookup',
  title: 'PingFederate: the two filters its outbound provisioner looks users up with',
  about:
    'Create, update (by PATCH or PUT, as configured), disable and delete exist too; their bodies could ' +
    'not be confirmed.',
  confidence: 'documented',
  needs: [],
  steps: [
    {
      name: 'The user exists',
      ...given('/Users', {
        schemas: [coreUser],
        userName: 'ping.user',
        name: { givenName: 'Ping', familyName: 'User' },
        emails: [{ value: 'ping.user@example.com', type: 'work', primary: true }],
        active: true,
      }),
      save: { userId: '$.id' },
    },
    {
      name: 'By userName, the default',
      ...documentation,
      request: plain.get('/Users', { filter: 'userName eq "ping.user"' }),
      expect: { status: 200, body: { totalResults: 1, Resources: [{ id: '${userId}' }] } },
    },
    {
      name: 'By workEmail: emails without a sub-attribute',
      ...documentation,
      note: 'A complex multi-valued attribute compared with a string: read it as emails.value.',
      request: plain.get('/Users', { filter: 'emails eq "ping.user@example.com"' }),
      expect: { status: 200, body: { totalResults: 1, Resources: [{ id: '${userId}' }] } },
    },
    {
      name: 'No hit',
      ...documentation,
      request: plain.get('/Users', { filter: 'emails eq "nobody@example.com"' }),
      expect: noHit,
    },
  ],
};
