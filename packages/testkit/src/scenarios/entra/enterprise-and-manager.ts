import type { Scenario } from '../../replay/scenario.ts';
import { patchOp } from '../requests.ts';
import { from, readBack } from '../steps.ts';
import { coreUser, enterpriseUser } from '../urns.ts';
import { asEntra, validator } from './as-entra.ts';

export const enterpriseAndManager: Scenario = {
  client: 'entra',
  name: 'entra/enterprise-and-manager',
  title: 'Enterprise attributes by URN path; a manager as a plain string, cleared by an empty one',
  confidence: 'observed',
  needs: ['patch'],
  steps: [
    {
      name: 'Create with the least',
      ...validator,
      note: 'There is no name, no active and no e-mail.',
      request: asEntra.post('/Users', { userName: 'managed@example.com', schemas: [coreUser] }),
      expect: { status: 201, body: { id: { $nonEmpty: true }, userName: 'managed@example.com' } },
      save: { userId: '$.id' },
    },
    {
      name: 'Add a department',
      ...from('documented', 'Microsoft SCIM guide; ssoready/ssoready internal/scimpatch'),
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp({
          op: 'Add',
          path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
          value: 'Sales',
        }),
      ),
      expect: { status: [200, 204], body: { [enterpriseUser]: { department: 'Sales' } } },
    },
    {
      name: 'The URN is in schemas now',
      ...readBack('/Users/${userId}'),
      expect: {
        status: 200,
        body: {
          schemas: { $contains: [coreUser, enterpriseUser] },
          [enterpriseUser]: { department: 'Sales' },
        },
        absent: ['$["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"]'],
      },
    },
    {
      name: 'Add a manager as a string',
      ...validator,
      deviates: 'a string for a complex value',
      note:
        'It becomes manager.value. It is not refused because manager is complex, nor looked up among the ' +
        'users.',
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp({
          op: 'add',
          path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
          value: 'a2c1f66c-8611-4bcd-852f-54dc340e3d97',
        }),
      ),
      expect: {
        status: [200, 204],
        body: {
          [enterpriseUser]: {
            manager: { value: 'a2c1f66c-8611-4bcd-852f-54dc340e3d97' },
            department: 'Sales',
          },
        },
      },
    },
    {
      name: 'Change the manager: op is add again',
      ...from('observed', 'Microsoft SCIM validator, pranems/SCIMServer, "Replace Manager"'),
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp({
          op: 'add',
          path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
          value: 'f7265ba9-fa36-4bbd-9ec8-1819396cc27d',
        }),
      ),
      expect: {
        status: [200, 204],
        body: { [enterpriseUser]: { manager: { value: 'f7265ba9-fa36-4bbd-9ec8-1819396cc27d' } } },
      },
    },
    {
      name: 'Remove the manager: replace with an empty string',
      ...validator,
      deviates: 'an empty string to remove a value',
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp({
          op: 'replace',
          path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
          value: '',
        }),
      ),
      expect: {
        status: [200, 204],
        body: { [enterpriseUser]: { department: 'Sales' } },
        absent: ['$["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].manager.value'],
      },
    },
    {
      name: 'No manager is left',
      ...readBack('/Users/${userId}'),
      expect: {
        status: 200,
        body: { [enterpriseUser]: { department: 'Sales' } },
        absent: ['$["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].manager.value'],
      },
    },
    {
      name: 'Add a manager as an object',
      ...validator,
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp({
          op: 'add',
          path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
          value: { value: 'AXTKDLNRKMKT' },
        }),
      ),
      expect: { status: [200, 204], body: { [enterpriseUser]: { manager: { value: 'AXTKDLNRKMKT' } } } },
    },
    {
      name: 'Remove the manager: replace with an empty value',
      ...validator,
      deviates: 'an empty value to remove an attribute',
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp({
          op: 'replace',
          path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
          value: { value: '' },
        }),
      ),
      expect: { status: [200, 204], body: { id: '${userId}' } },
    },
    {
      name: 'The department is still there',
      ...readBack('/Users/${userId}'),
      expect: { status: 200, body: { [enterpriseUser]: { department: 'Sales' } } },
    },
    {
      name: 'Older form: the manager inside an array',
      ...from('reported', 'older Microsoft samples; pranems/SCIMServer'),
      deviates: 'an array for a single complex value',
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp({
          op: 'Add',
          path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
          value: [{ $ref: null, value: '2819c223-7f76-453a-919d-413861904646' }],
        }),
      ),
      expect: {
        status: [200, 204],
        body: { [enterpriseUser]: { manager: { value: '2819c223-7f76-453a-919d-413861904646' } } },
      },
    },
    {
      name: 'Remove the manager: op remove',
      ...validator,
      request: asEntra.patch(
        '/Users/${userId}',
        patchOp({ op: 'remove', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' }),
      ),
      expect: { status: [200, 204], body: { id: '${userId}' } },
    },
    {
      name: 'No manager is left for good',
      ...readBack('/Users/${userId}'),
      expect: {
        status: 200,
        body: { userName: 'managed@example.com' },
        absent: ['$["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].manager.value'],
      },
    },
    {
      name: 'Look for a user with this manager before an update',
      ...from('documented', 'Microsoft SCIM guide, requirements'),
      note: 'The guide writes plain "manager". It is complex: compare manager.value.',
      request: asEntra.get('/Users', {
        filter:
          'id eq "${userId}" and urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq "2819c223-7f76-453a-919d-413861904646"',
        attributes: 'id',
      }),
      expect: { status: 200, body: { totalResults: 0 }, absent: ['$.Resources[0]'] },
    },
  ],
};
