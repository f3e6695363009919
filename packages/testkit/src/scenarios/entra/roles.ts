import type { Scenario } from '../../replay/scenario.ts';
import { patchOp } from '../requests.ts';
import { from, given, readBack } from '../steps.ts';
import { coreUser, enterpriseUser } from '../urns.ts';
import { asEntra, validator } from './as-entra.ts';

export const roles: Scenario = {
  client: 'entra',
  name: 'entra/roles',
  title: 'App roles: primary as the string "True", a value that is JSON in a string',
  confidence: 'observed / documented',
  needs: ['patch'],
  steps: [
    {
      name: 'Create with a role whose primary is a string',
      ...validator,
      deviates: 'a string for a boolean',
      note: 'Refusing the string failed 17 of the 30 validator tests on one server.',
      request: asEntra.post('/Users', {
        userName: 'roles@example.com',
        active: true,
        displayName: 'BDFAIMDWZXYA',
        emails: [{ type: 'work', value: 'roles@example.com', primary: true }],
        name: { givenName: 'Sadye', familyName: 'Keaton' },
        roles: [{ primary: 'True', display: 'RAJBJMKHJSNI', value: 'OGCIACGFVVRR', type: 'IJAQSLXCMJPC' }],
        schemas: [coreUser, enterpriseUser],
      }),
      expect: {
        status: 201,
        body: {
          id: { $nonEmpty: true },
          roles: [{ primary: true, display: 'RAJBJMKHJSNI', value: 'OGCIACGFVVRR', type: 'IJAQSLXCMJPC' }],
        },
      },
      save: { userId: '$.id' },
    },
    {
      name: 'Change it through a filter that compares primary with a string',
      ...validator,
      deviates: 'a boolean compared with a string',
      note: 'The string "True" in the filter matches the boolean true.',
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp(
          { op: 'add', path: 'roles[primary eq "True"].display', value: 'TQBJFQYVJCAG' },
          { op: 'add', path: 'roles[primary eq "True"].value', value: 'UOYTUVLKIPND' },
          { op: 'add', path: 'roles[primary eq "True"].type', value: 'VGNBBCPQEMYC' },
        ),
      ),
      expect: { status: [200, 204], body: { id: '${userId}' } },
    },
    {
      name: 'Still one role, changed in place',
      ...readBack('/Users/${userId}'),
      expect: {
        status: 200,
        body: {
          roles: [{ primary: true, display: 'TQBJFQYVJCAG', value: 'UOYTUVLKIPND', type: 'VGNBBCPQEMYC' }],
        },
      },
    },
    {
      name: 'A user without roles exists',
      ...given('/Users', { schemas: [coreUser], userName: 'roles.two@example.com' }),
      save: { second: '$.id' },
    },
    {
      name: 'The same on a user without roles makes the element',
      ...validator,
      request: asEntra.patch(
        '/Users/${second}',
        patchOp(
          { op: 'add', path: 'roles[primary eq "True"].display', value: 'D' },
          { op: 'add', path: 'roles[primary eq "True"].value', value: 'V' },
        ),
      ),
      expect: { status: [200, 204], body: { id: '${second}' } },
    },
    {
      name: 'The new role has a boolean primary',
      ...readBack('/Users/${second}'),
      expect: { status: 200, body: { roles: [{ primary: true, display: 'D', value: 'V' }] } },
    },
    {
      name: 'AppRoleAssignmentsComplex: every element is a string holding JSON',
      ...from('documented', 'Microsoft "Customize application attributes", provisioning a role'),
      note: 'The value is an opaque string to SCIM; whether to parse it is up to the application.',
      request: asEntra.patch(
        '/Users/${second}',
        patchOp({
          op: 'Add',
          path: 'roles',
          value: [
            { value: '{"id":"06b07648-ecfe-589f-9d2f-6325724a46ee","value":"Admin","displayName":"Admin"}' },
          ],
        }),
      ),
      expect: { status: [200, 204], body: { id: '${second}' } },
    },
    {
      name: 'Added, not replaced',
      ...readBack('/Users/${second}'),
      expect: { status: 200, body: { roles: { $length: 2 } } },
    },
  ],
};
