import type { Scenario } from '../../replay/scenario.ts';
import { isError, noHit } from '../expectations.ts';
import { changeHeaders } from '../requests.ts';
import { asEntra, guide } from './as-entra.ts';

export const testConnection: Scenario = {
  client: 'entra',
  name: 'entra/test-connection',
  title: '"Test Connection": a filter for a random GUID has to give an empty list',
  confidence: 'documented',
  needs: ['groups'],
  steps: [
    {
      name: 'Look for a user that cannot exist',
      ...guide('Test connection'),
      note: 'A 404 fails the test. The samples show Resources as [].',
      request: asEntra.get('/Users', { filter: 'userName eq "3f2a1d7c-6b1e-4f0a-9d2b-8c5e7a9b0c1d"' }),
      expect: noHit,
    },
    {
      name: 'A wrong token',
      ...guide('Test connection'),
      request: changeHeaders(
        asEntra.get('/Users', { filter: 'userName eq "3f2a1d7c-6b1e-4f0a-9d2b-8c5e7a9b0c1d"' }),
        { Authorization: 'Bearer wrong' },
      ),
      expect: { status: 401, body: { schemas: isError } },
    },
    {
      name: 'Groups are matched without their members',
      ...guide('Get Group by displayName'),
      request: asEntra.get('/Groups', {
        excludedAttributes: 'members',
        filter: 'displayName eq "3f2a1d7c-6b1e-4f0a-9d2b-8c5e7a9b0c1d"',
      }),
      expect: { status: 200, body: { totalResults: 0 }, absent: ['$.Resources[0]'] },
    },
  ],
};
