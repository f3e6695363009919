import type { Scenario } from '../../replay/scenario.ts';
import { patchOp } from '../requests.ts';
import { from, given, readBack } from '../steps.ts';
import { enterpriseUser } from '../urns.ts';
import { asEntra, entraUser } from './as-entra.ts';

export const userLifecycleAadoptscim062020: Scenario = {
  client: 'entra',
  name: 'entra/user-lifecycle-aadoptscim062020',
  title: 'The life of a user with the aadOptscim062020 flag in the tenant URL',
  about:
    'The flag reaches the server as a query string on the base URL, so unknown query parameters must be ' +
    'ignored. On-demand provisioning does not know it: one tenant sends both dialects.',
  confidence: 'documented',
  needs: ['patch'],
  steps: [
    {
      name: 'The user exists',
      ...given('/Users', entraUser('flag.user', { displayName: 'Old' })),
      save: { userId: '$.id' },
    },
    {
      name: 'The e-mail by path, all else in one replace with flattened keys',
      ...from(
        'documented',
        'Microsoft known issues, "Requests to replace multiple attributes", with the flag',
      ),
      deviates: 'paths as keys of a value without a path',
      note: 'name.givenName and <URN>:employeeNumber are paths used as keys, not names of attributes.',
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp(
          { op: 'replace', path: 'emails[type eq "work"].value', value: 'TestMhvaes@example.com' },
          {
            op: 'replace',
            value: {
              displayName: 'Bjfe',
              'name.givenName': 'Kkom',
              'name.familyName': 'Unua',
              'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber': 'Aklq',
            },
          },
        ),
      ),
      expect: { status: [200, 204], body: { id: '${userId}', displayName: 'Bjfe' } },
    },
    {
      name: 'The flattened keys were unfolded',
      ...readBack('/Users/${userId}'),
      expect: {
        status: 200,
        body: {
          displayName: 'Bjfe',
          name: { givenName: 'Kkom', familyName: 'Unua', formatted: 'Given Family' },
          emails: [{ type: 'work', value: 'TestMhvaes@example.com' }],
          [enterpriseUser]: { employeeNumber: 'Aklq' },
        },
        absent: [
          '$["name.givenName"]',
          '$["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber"]',
        ],
      },
    },
    {
      name: 'Add a string',
      ...from('documented', 'Microsoft known issues, with the flag'),
      request: asEntra.patch('/Users/${userId}', patchOp({ op: 'add', path: 'nickName', value: 'Babs' })),
      expect: { status: [200, 204], body: { nickName: 'Babs' } },
    },
    {
      name: 'Disable',
      ...from('documented', 'Microsoft known issues, with the flag'),
      request: asEntra.patch('/Users/${userId}', patchOp({ op: 'replace', path: 'active', value: false })),
      expect: { status: [200, 204], body: { active: false } },
    },
  ],
};
