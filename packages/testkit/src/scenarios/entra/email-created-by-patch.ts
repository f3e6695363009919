import type { Scenario } from '../../replay/scenario.ts';
import { patchOp } from '../requests.ts';
import { from, readBack } from '../steps.ts';
import { coreUser, enterpriseUser } from '../urns.ts';
import { asEntra, validator } from './as-entra.ts';

export const emailCreatedByPatch: Scenario = {
  client: 'entra',
  name: 'entra/email-created-by-patch',
  title: 'Add on emails[type eq "work"] creates the element',
  confidence: 'observed',
  needs: ['patch'],
  steps: [
    {
      name: 'Create without an e-mail',
      ...from('observed', 'simpleidserver/SimpleIdServer issue 376, request 1'),
      request: asEntra.post('/Users', {
        schemas: [coreUser, enterpriseUser],
        externalId: '78a07f0c-c4b9-47da-8cff-fd1fc5391dfc',
        userName: 'noemail@example.com',
        active: true,
        displayName: 'Test Test',
        meta: { resourceType: 'User' },
        name: { formatted: 'Test Test', familyName: 'Test', givenName: 'Test' },
      }),
      expect: { status: 201, body: { id: { $nonEmpty: true } } },
      save: { userId: '$.id' },
    },
    {
      name: 'First PATCH: primary (a string) and type, no value yet',
      ...from('observed', 'simpleidserver/SimpleIdServer issue 376, request 2'),
      deviates: 'add through a value filter that selects nothing; a string for a boolean',
      note: 'Nothing matches the filter: make an element out of it (type "work"). "true" becomes a boolean.',
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp(
          { op: 'Add', path: 'emails[type eq "work"].primary', value: 'true' },
          { op: 'Add', path: 'emails[type eq "work"].type', value: 'work' },
        ),
      ),
      expect: { status: [200, 204], body: { id: '${userId}' } },
    },
    {
      name: 'Second PATCH: value, primary, type',
      ...from('observed', 'simpleidserver/SimpleIdServer issue 376, request 3'),
      deviates: 'add through a value filter; a string for a boolean',
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp(
          { op: 'Add', path: 'emails[type eq "work"].value', value: 'noemail@example.com' },
          { op: 'Add', path: 'emails[type eq "work"].primary', value: 'true' },
          { op: 'Add', path: 'emails[type eq "work"].type', value: 'work' },
        ),
      ),
      expect: { status: [200, 204], body: { id: '${userId}' } },
    },
    {
      name: 'One complete e-mail',
      ...readBack('/Users/${userId}'),
      expect: {
        status: 200,
        body: { emails: [{ value: 'noemail@example.com', type: 'work', primary: true }] },
      },
    },
    {
      name: 'Replace where nothing matches',
      ...from(
        'reported',
        'Captain-P-Goldfish/scim-for-keycloak issue 73; wireapp/wire-server pull request 5419',
      ),
      deviates: '400 noTarget by RFC 7644 section 3.5.2.3',
      note:
        'RFC 7644 has 400 noTarget for this. Entra chooses between Replace and Add by what it read ' +
        'before, and refusing broke provisioning: making the element is the tolerant answer.',
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp({ op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '+44 20 7946 0001' }),
      ),
      expect: { status: [200, 204], body: { id: '${userId}' } },
    },
    {
      name: 'The phone number was made',
      ...readBack('/Users/${userId}'),
      expect: { status: 200, body: { phoneNumbers: [{ type: 'mobile', value: '+44 20 7946 0001' }] } },
    },
    {
      name: 'An address, part by part',
      ...validator,
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp(
          { op: 'Add', path: 'addresses[type eq "work"].streetAddress', value: '2809 Johns Walk' },
          { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'London' },
          { op: 'Add', path: 'addresses[type eq "work"].postalCode', value: 'EC1A 1BB' },
        ),
      ),
      expect: { status: [200, 204], body: { id: '${userId}' } },
    },
    {
      name: 'One address with three parts',
      ...readBack('/Users/${userId}'),
      expect: {
        status: 200,
        body: {
          addresses: [
            { type: 'work', streetAddress: '2809 Johns Walk', locality: 'London', postalCode: 'EC1A 1BB' },
          ],
        },
      },
    },
  ],
};
