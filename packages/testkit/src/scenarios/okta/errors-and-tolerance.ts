import type { Scenario } from '../../replay/scenario.ts';
import { isError } from '../expectations.ts';
import { changeHeaders, patchOp } from '../requests.ts';
import { from } from '../steps.ts';
import { coreUser } from '../urns.ts';
import { asOkta, reference, specTestStep } from './as-okta.ts';

export const errorsAndTolerance: Scenario = {
  client: 'okta',
  name: 'okta/errors-and-tolerance',
  title: 'Errors Okta can read, and input it sends that must not be refused',
  confidence: 'mixed',
  needs: ['patch'],
  steps: [
    {
      name: 'No Authorization header',
      ...from('vendor test file', 'Okta-SCIM-20-SPEC-Test.json, step 21; okta-iam-lifecycle-lab, section 4'),
      note: 'A plain-text body shows up in Okta as "Invalid JSON: Unrecognized token" and hides the cause.',
      request: changeHeaders(asOkta.get('/Users', { startIndex: '1', count: '2' }), {
        Authorization: undefined,
      }),
      expect: {
        status: 401,
        headers: { 'content-type': 'application/scim+json' },
        body: { schemas: isError, status: { $oneOf: ['401', 401] }, detail: { $nonEmpty: true } },
      },
    },
    {
      name: 'Create with attributes the server may not know',
      ...from('documented', 'Okta test plan C9334; ory/polis issue 3136'),
      note: 'groups is read-only: make no membership of it and do not answer 400. Empty strings are no error.',
      request: asOkta.post('/Users', {
        schemas: [coreUser],
        userName: 'tolerant@example.com',
        name: { givenName: 'Tol', familyName: 'Erant', middleName: '' },
        emails: [{ primary: true, value: 'tolerant@example.com', type: 'work' }],
        displayName: 'Tol Erant',
        locale: 'en-US',
        profileUrl: '',
        nickName: '',
        userType: 'Contractor',
        timezone: 'Europe/London',
        preferredLanguage: 'en-US',
        externalId: '00u7g8h9i0J1k2L3m697',
        groups: [{ value: 'does-not-exist', display: 'Some group' }],
        password: '1mz050nq',
        active: true,
        unmappedAttribute: 'x',
      }),
      expect: {
        status: 201,
        body: { id: { $nonEmpty: true }, userName: 'tolerant@example.com', active: true },
        absent: ['$.password', '$.unmappedAttribute'],
      },
      save: { userId: '$.id' },
    },
    {
      name: 'A userName that is taken',
      ...reference('Create the User'),
      request: asOkta.post('/Users', {
        schemas: [coreUser],
        userName: 'tolerant@example.com',
        name: { givenName: 'Tol', familyName: 'Erant' },
        emails: [{ primary: true, value: 'tolerant@example.com', type: 'work' }],
        displayName: 'Tol Erant',
        locale: 'en-US',
        externalId: '00u7g8h9i0J1k2L3m697',
        groups: [],
        password: '1mz050nq',
        active: true,
      }),
      expect: {
        status: 409,
        headers: { 'content-type': 'application/scim+json' },
        body: { schemas: isError, status: { $oneOf: ['409', 409] }, detail: { $nonEmpty: true } },
      },
    },
    {
      name: 'The same userName in capitals',
      ...from('vendor test file', 'Okta-SCIM-20-SPEC-Test.json, step 17; RFC 7643 section 4.1.1'),
      request: asOkta.post('/Users', {
        schemas: [coreUser],
        userName: 'TOLERANT@EXAMPLE.COM',
        name: { givenName: 'Tol', familyName: 'Erant' },
        emails: [{ primary: true, value: 'tolerant@example.com', type: 'work' }],
        externalId: '00u7g8h9i0J1k2L3m697',
        groups: [],
        password: '1mz050nq',
        active: true,
      }),
      expect: { status: 409, body: { schemas: isError } },
    },
    {
      name: 'An unknown user is a 404 in JSON',
      ...specTestStep(23),
      request: asOkta.get('/Users/23a35c27-23d3-4c03-b4c5-6443c09e7173'),
      expect: {
        status: 404,
        headers: { 'content-type': 'application/scim+json' },
        body: { schemas: isError, status: { $oneOf: ['404', 404] }, detail: { $nonEmpty: true } },
      },
    },
    {
      name: 'PATCH of an unknown user is a 404 too',
      ...from('inferred', 'Okta SCIM 2.0 reference, "Update a specific User (PATCH)"'),
      request: asOkta.patch(
        '/Users/23a35c27-23d3-4c03-b4c5-6443c09e7173',
        patchOp({ op: 'replace', value: { active: false } }),
      ),
      expect: { status: 404, body: { schemas: isError } },
    },
    {
      name: 'PUT echoes unknown attributes',
      ...from('observed', 'Elixir stub dump'),
      note: "meta is an old value of the server's own: ignore it, compare nothing.",
      request: asOkta.put('/Users/${userId}', {
        schemas: [coreUser],
        id: '${userId}',
        externalId: '00u7g8h9i0J1k2L3m697',
        userName: 'tolerant@example.com',
        name: { givenName: 'Tol', familyName: 'Erant' },
        emails: [{ primary: true, value: 'tolerant@example.com', type: 'work' }],
        displayName: 'Tol Erant',
        locale: 'en-US',
        groups: [],
        active: true,
        meta: {
          resourceType: 'User',
          created: '2018-02-13T15:05:24.000-08:00',
          lastModified: '2018-02-13T15:05:55.000-08:00',
          location: 'https://elsewhere.example.com/scim/v2/Users/1',
        },
        somethingNew: { a: 1 },
      }),
      expect: { status: 200, body: { id: '${userId}', userName: 'tolerant@example.com' } },
    },
  ],
};
