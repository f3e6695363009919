import type { Scenario } from '../../replay/scenario.ts';
import { patchOp } from '../requests.ts';
import { from, readBack } from '../steps.ts';
import { coreUser } from '../urns.ts';
import { asOkta, reference } from './as-okta.ts';

export const passwordSync: Scenario = {
  client: 'okta',
  name: 'okta/password-sync',
  title: 'A password in POST, in PUT and (form not confirmed) in PATCH',
  about: 'A server that keeps no passwords accepts the attribute and drops it.',
  confidence: 'mixed',
  needs: ['patch'],
  steps: [
    {
      name: 'Create carries a password even with sync off',
      ...reference('Create the User'),
      request: asOkta.post('/Users', {
        schemas: [coreUser],
        userName: 'pass.word@example.com',
        name: { givenName: 'Pass', familyName: 'Word' },
        emails: [{ primary: true, value: 'pass.word@example.com', type: 'work' }],
        displayName: 'Pass Word',
        locale: 'en-US',
        externalId: '00u5e6f7g8H9i0J1k697',
        groups: [],
        password: '1mz050nq',
        active: true,
      }),
      expect: { status: 201, body: { id: { $nonEmpty: true } }, absent: ['$.password'] },
      save: { userId: '$.id' },
    },
    {
      name: 'It is never returned',
      ...reference('Retrieve a specific User'),
      request: asOkta.get('/Users/${userId}'),
      expect: { status: 200, body: { id: '${userId}' }, absent: ['$.password'] },
      save: { current: '$' },
    },
    {
      name: 'Wizard app: the password is part of the PUT',
      ...from('documented', 'Okta SCIM page, 2018 copy; Okta SCIM 2.0 reference'),
      request: asOkta.putBack('/Users/${userId}', 'current', { password: 'N3w-Passw0rd!' }),
      expect: { status: 200, body: { id: '${userId}' }, absent: ['$.password'] },
    },
    {
      name: 'Catalogue app: the password is a PATCH',
      ...from(
        'not confirmed (method documented, body assumed)',
        'Okta SCIM 2.0 reference, "Update a specific User (PATCH)", which shows no body',
      ),
      request: asOkta.patch(
        '/Users/${userId}',
        patchOp({ op: 'replace', value: { password: 'An0ther-Passw0rd!' } }),
      ),
      expect: { status: [200, 204], absent: ['$.password'] },
    },
    {
      name: 'The same with a path',
      ...from('not confirmed', 'no source: the other legal form'),
      request: asOkta.patch(
        '/Users/${userId}',
        patchOp({ op: 'replace', path: 'password', value: 'Th1rd-Passw0rd!' }),
      ),
      expect: { status: [200, 204], absent: ['$.password'] },
    },
    {
      name: 'It cannot be asked for',
      ...readBack('/Users/${userId}', { attributes: 'userName,password' }),
      expect: { status: 200, body: { userName: 'pass.word@example.com' }, absent: ['$.password'] },
    },
  ],
};
