import type { Scenario } from '../../replay/scenario.ts';
import { isError, isList, noHit } from '../expectations.ts';
import { patchOp } from '../requests.ts';
import { readBack } from '../steps.ts';
import { coreUser, enterpriseUser } from '../urns.ts';
import { asEntra, validator } from './as-entra.ts';
import { fullUser } from './validator-user.ts';

export const validatorUsers: Scenario = {
  client: 'entra',
  name: 'entra/validator-users',
  title: 'The Microsoft SCIM validator: its tests of users',
  confidence: 'observed',
  needs: ['patch'],
  steps: [
    {
      name: 'Create a new user',
      ...validator,
      deviates: 'a string for a boolean in roles, a random locale',
      note:
        'locale, profileUrl, title and region hold random text: check no formats. The manager refers to ' +
        'nobody. One phone number comes three times, with three types.',
      request: asEntra.post('/Users', fullUser),
      expect: {
        status: 201,
        body: {
          schemas: { $contains: [coreUser, enterpriseUser] },
          id: { $nonEmpty: true },
          userName: 'julien.vonrueden@ondricka.example',
          title: 'CJSGUNOAAMMQ',
          preferredLanguage: 'hi',
          name: { honorificSuffix: 'Micaela' },
          addresses: [{ type: 'work', postalCode: 'cx47 4mz', primary: true }],
          phoneNumbers: [{ type: 'work', primary: true }, { type: 'mobile' }, { type: 'fax' }],
          [enterpriseUser]: { department: 'ZYWTBPDFHIIP', manager: { value: 'XYMKVVRYDIOO' } },
          roles: [{ primary: true, value: 'WDEIISGWWQBE' }],
          locale: 'RJWNTUNNOHNZ',
          profileUrl: 'BAPNQLJSRQGD',
          timezone: 'America/Guayaquil',
        },
      },
      save: { userId: '$.id' },
    },
    {
      name: 'Verify the new user',
      ...validator,
      note: 'Blanks as plus signs. The validator compares every attribute it sent.',
      request: asEntra.get('/Users', 'filter=userName+eq+%22julien.vonrueden@ondricka.example%22'),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          totalResults: 1,
          Resources: [
            { id: '${userId}', userName: 'julien.vonrueden@ondricka.example', roles: [{ primary: true }] },
          ],
        },
      },
    },
    {
      name: 'Create the same user again',
      ...validator,
      request: asEntra.post('/Users', fullUser),
      expect: { status: 409, body: { schemas: isError, status: { $oneOf: ['409', 409] } } },
    },
    {
      name: 'Filter for a user that does not exist',
      ...validator,
      request: asEntra.get('/Users', 'filter=userName+eq+%22nobody@nowhere.example%22'),
      expect: noHit,
    },
    {
      name: 'Filter for a user in another case',
      ...validator,
      request: asEntra.get('/Users', 'filter=userName+eq+%22JULIEN.VONRUEDEN@ONDRICKA.EXAMPLE%22'),
      expect: {
        status: 200,
        body: {
          totalResults: 1,
          Resources: [{ id: '${userId}', userName: 'julien.vonrueden@ondricka.example' }],
        },
      },
    },
    {
      name: 'Replace attributes, an operation for each (a part of the test)',
      ...validator,
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp(
          {
            op: 'replace',
            path: 'emails[type eq "work"].value',
            value: 'lilian.graham@millszboncak.example',
          },
          { op: 'replace', path: 'phoneNumbers[type eq "work"].value', value: '07-272-0828' },
          { op: 'replace', path: 'addresses[type eq "work"].streetAddress', value: '2809 Johns Walk' },
          { op: 'replace', path: 'addresses[type eq "work"].locality', value: 'KMYVNUJVVZWC' },
        ),
      ),
      expect: {
        status: [200, 204],
        body: { emails: [{ type: 'work', value: 'lilian.graham@millszboncak.example', primary: true }] },
      },
    },
    {
      name: 'They were replaced in place',
      ...readBack('/Users/${userId}'),
      expect: {
        status: 200,
        body: {
          emails: [{ type: 'work', value: 'lilian.graham@millszboncak.example', primary: true }],
          phoneNumbers: [
            { type: 'work', value: '07-272-0828' },
            { type: 'mobile', value: '10-040-1308' },
            { type: 'fax' },
          ],
          addresses: [
            {
              type: 'work',
              streetAddress: '2809 Johns Walk',
              locality: 'KMYVNUJVVZWC',
              postalCode: 'cx47 4mz',
            },
          ],
        },
      },
    },
    {
      name: 'Replace attributes, one operation without a path',
      ...validator,
      deviates: 'paths as keys of a value without a path',
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp({
          op: 'replace',
          value: {
            displayName: 'UCPVKFEDVKNC',
            'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber': 'KRJEVXQTABLZ',
            'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department': 'ITTYPZGUSSBP',
          },
        }),
      ),
      expect: {
        status: [200, 204],
        body: {
          displayName: 'UCPVKFEDVKNC',
          [enterpriseUser]: {
            employeeNumber: 'KRJEVXQTABLZ',
            department: 'ITTYPZGUSSBP',
            costCenter: 'ASHTVSKANCGL',
          },
        },
      },
    },
    {
      name: 'Update the userName',
      ...validator,
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp({ op: 'replace', value: { userName: 'emilio@hermann.example' } }),
      ),
      expect: { status: [200, 204], body: { userName: 'emilio@hermann.example' } },
    },
    {
      name: 'Disable the user',
      ...validator,
      request: asEntra.patch('/Users/${userId}', patchOp({ op: 'replace', path: 'active', value: false })),
      expect: { status: [200, 204], body: { active: false } },
    },
    {
      name: 'Add attributes: create a bare user',
      ...validator,
      request: asEntra.post('/Users', { userName: 'eleanore@boyercorwin.example', schemas: [coreUser] }),
      expect: { status: 201, body: { id: { $nonEmpty: true } } },
      save: { bare: '$.id' },
    },
    {
      name: 'Add attributes, an operation for each (a part of the 36)',
      ...validator,
      request: asEntra.patch(
        '/Users/${bare}',
        patchOp(
          { op: 'add', path: 'active', value: true },
          { op: 'add', path: 'displayName', value: 'RJEXKNFYZKXS' },
          { op: 'add', path: 'emails[type eq "work"].value', value: 'new@boyercorwin.example' },
          { op: 'add', path: 'emails[type eq "work"].primary', value: true },
          { op: 'add', path: 'phoneNumbers[type eq "mobile"].value', value: '10-040-1309' },
          { op: 'add', path: 'addresses[type eq "work"].country', value: 'Belize' },
          { op: 'add', path: 'name.givenName', value: 'Eleanore' },
          {
            op: 'add',
            path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
            value: 'QWERTY',
          },
          { op: 'add', path: 'roles[primary eq "True"].display', value: 'TQBJFQYVJCAG' },
          { op: 'add', path: 'roles[primary eq "True"].value', value: 'UOYTUVLKIPND' },
          { op: 'add', path: 'roles[primary eq "True"].type', value: 'VGNBBCPQEMYC' },
        ),
      ),
      expect: { status: [200, 204], body: { displayName: 'RJEXKNFYZKXS' } },
    },
    {
      name: 'Every element was made',
      ...readBack('/Users/${bare}'),
      expect: {
        status: 200,
        body: {
          active: true,
          displayName: 'RJEXKNFYZKXS',
          emails: [{ type: 'work', value: 'new@boyercorwin.example', primary: true }],
          phoneNumbers: [{ type: 'mobile', value: '10-040-1309' }],
          addresses: [{ type: 'work', country: 'Belize' }],
          name: { givenName: 'Eleanore' },
          [enterpriseUser]: { department: 'QWERTY' },
          roles: [{ primary: true, display: 'TQBJFQYVJCAG', value: 'UOYTUVLKIPND', type: 'VGNBBCPQEMYC' }],
        },
      },
    },
    {
      name: 'Add a manager',
      ...validator,
      request: asEntra.patch(
        '/Users/${bare}',
        patchOp({
          op: 'add',
          path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
          value: { value: 'AXTKDLNRKMKT' },
        }),
      ),
      expect: { status: [200, 204], body: { [enterpriseUser]: { manager: { value: 'AXTKDLNRKMKT' } } } },
    },
    {
      name: 'Replace the manager',
      ...validator,
      request: asEntra.patch(
        '/Users/${bare}',
        patchOp({
          op: 'replace',
          path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
          value: { value: 'CBEQXYNPNAZS' },
        }),
      ),
      expect: { status: [200, 204], body: { [enterpriseUser]: { manager: { value: 'CBEQXYNPNAZS' } } } },
    },
    {
      name: 'Remove the manager',
      ...validator,
      deviates: 'an empty value to remove an attribute',
      request: asEntra.patch(
        '/Users/${bare}',
        patchOp({
          op: 'replace',
          path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
          value: { value: '' },
        }),
      ),
      expect: { status: [200, 204], body: { id: '${bare}' } },
    },
    {
      name: 'Preview: operations on different attributes',
      ...validator,
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp(
          { op: 'remove', path: 'preferredLanguage' },
          { op: 'add', path: 'externalId', value: 'ext-1' },
          { op: 'replace', path: 'displayName', value: 'Final' },
        ),
      ),
      expect: {
        status: [200, 204],
        body: { externalId: 'ext-1', displayName: 'Final' },
        absent: ['$.preferredLanguage'],
      },
    },
    {
      name: 'Preview: operations on one attribute',
      ...validator,
      note: 'They are applied in order, all or none.',
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp(
          { op: 'remove', path: 'externalId' },
          { op: 'add', path: 'externalId', value: 'ext-2' },
          { op: 'replace', path: 'externalId', value: 'ext-3' },
        ),
      ),
      expect: { status: [200, 204], body: { externalId: 'ext-3' } },
    },
    {
      name: 'Delete the user',
      ...validator,
      request: asEntra.delete('/Users/${userId}'),
      expect: { status: 204 },
    },
    {
      name: 'Verify that the user is gone',
      ...validator,
      request: asEntra.get('/Users/${userId}'),
      expect: { status: 404, body: { schemas: isError } },
    },
    {
      name: 'Preview: delete the user again',
      ...validator,
      request: asEntra.delete('/Users/${userId}'),
      expect: { status: 404, body: { schemas: isError } },
    },
    {
      name: 'Preview: delete a user that never was',
      ...validator,
      request: asEntra.delete('/Users/d950a5ce-61da-4979-8423-4600c745a897'),
      expect: { status: 404, body: { schemas: isError, status: { $oneOf: ['404', 404] } } },
    },
  ],
};
