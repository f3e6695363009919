import type { Scenario } from '../../replay/scenario.ts';
import { isError, isList } from '../expectations.ts';
import { changeHeaders } from '../requests.ts';
import { given } from '../steps.ts';
import { coreUser } from '../urns.ts';
import { asSpecTest, specTestStep } from './as-okta.ts';

const randomUser = {
  schemas: [coreUser],
  userName: 'Runscope300Hfluaklab151@atko.com',
  name: { givenName: 'Runscope300', familyName: 'Hfluaklab151' },
  emails: [{ primary: true, value: 'Runscope300Hfluaklab151@atko.com', type: 'work' }],
  displayName: 'Runscope300 Hfluaklab151',
  active: true,
};

export const specTest: Scenario = {
  client: 'okta',
  name: 'okta/spec-test',
  title: 'The Okta SCIM 2.0 SPEC test, all twelve requests, as asked for by the catalogue',
  about:
    'Step numbers in the sources are those of the file, where every other step is a pause of 5 to 10 ' +
    'seconds. The Groups request is optional in the test.',
  confidence: 'vendor test file',
  needs: ['groups'],
  steps: [
    {
      name: 'One complete user exists, as the test demands',
      ...given('/Users', {
        schemas: [coreUser],
        userName: 'seed.user@example.com',
        name: { givenName: 'Seed', familyName: 'User' },
        emails: [{ value: 'seed.user@example.com', type: 'work', primary: true }],
        displayName: 'Seed User',
        active: true,
      }),
    },
    {
      name: 'The first user is complete',
      ...specTestStep(1),
      note:
        'Only Resources[0] is looked at: whichever user comes first needs both names, userName, active ' +
        'and an e-mail.',
      request: asSpecTest.get('/Users', 'count=1&startIndex=1'),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          itemsPerPage: { $type: 'number' },
          startIndex: { $type: 'number' },
          totalResults: { $type: 'number' },
          Resources: [
            {
              id: { $nonEmpty: true },
              name: { familyName: { $nonEmpty: true }, givenName: { $nonEmpty: true } },
              userName: { $nonEmpty: true },
              active: { $type: 'boolean' },
              emails: { $nonEmpty: true },
            },
          ],
        },
      },
      save: { isvUserId: '$.Resources[0].id' },
    },
    {
      name: 'Read that user by id',
      ...specTestStep(3),
      request: asSpecTest.get('/Users/${isvUserId}'),
      expect: {
        status: 200,
        body: {
          id: '${isvUserId}',
          name: { familyName: { $nonEmpty: true }, givenName: { $nonEmpty: true } },
          userName: { $nonEmpty: true },
          active: { $type: 'boolean' },
          emails: { $nonEmpty: true },
        },
      },
    },
    {
      name: 'An unknown userName is an empty list, not a 404',
      ...specTestStep(5),
      note: 'The file has literal blanks and quotes in the URL.',
      request: asSpecTest.get('/Users', 'filter=userName eq "abcdefgh@atko.com"'),
      expect: { status: 200, body: { schemas: isList, totalResults: 0 } },
    },
    {
      name: 'An unknown id is a 404 with a SCIM error',
      ...specTestStep(7),
      note: 'The id is no UUID. A server that parses ids must not turn it into 400 or 500.',
      request: asSpecTest.get('/Users/010101001010101011001010101011'),
      expect: { status: 404, body: { detail: { $nonEmpty: true }, schemas: isError } },
    },
    {
      name: 'The random user does not exist yet',
      ...specTestStep(9),
      request: asSpecTest.get('/Users', 'filter=userName eq "Runscope300Hfluaklab151@atko.com"'),
      expect: { status: 200, body: { schemas: isList, totalResults: 0 } },
    },
    {
      name: 'Create the random user',
      ...specTestStep(11),
      note: 'Content-Type is plain application/json. userName comes back in the case it was sent.',
      request: asSpecTest.post('/Users', randomUser),
      expect: {
        status: 201,
        body: {
          active: true,
          id: { $nonEmpty: true },
          name: { familyName: 'Hfluaklab151', givenName: 'Runscope300' },
          schemas: { $contains: [coreUser] },
          userName: 'Runscope300Hfluaklab151@atko.com',
          emails: { $nonEmpty: true },
        },
      },
      save: { newUserId: '$.id' },
    },
    {
      name: 'Read the new user',
      ...specTestStep(13),
      request: asSpecTest.get('/Users/${newUserId}'),
      expect: {
        status: 200,
        body: {
          userName: 'Runscope300Hfluaklab151@atko.com',
          name: { familyName: 'Hfluaklab151', givenName: 'Runscope300' },
        },
      },
    },
    {
      name: 'Creating it again is a 409',
      ...specTestStep(15),
      request: asSpecTest.post('/Users', randomUser),
      expect: { status: 409, body: { schemas: isError } },
    },
    {
      name: 'The userName in capitals',
      ...specTestStep(17),
      note:
        'The file asserts no more than status 200. One hit is expected here because the step is about ' +
        'case, and userName is caseExact false in RFC 7643.',
      request: asSpecTest.get('/Users', 'filter=userName eq "RUNSCOPE300HFLUAKLAB151@ATKO.COM"'),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          totalResults: 1,
          Resources: [{ id: '${newUserId}', userName: 'Runscope300Hfluaklab151@atko.com' }],
        },
      },
    },
    {
      name: 'List groups (optional): 200 within 600 ms',
      ...specTestStep(19),
      request: asSpecTest.get('/Groups'),
      expect: { status: 200, body: { totalResults: { $type: 'number' } } },
    },
    {
      name: 'A wrong Authorization value is a 401 with a SCIM error',
      ...specTestStep(21),
      deviates: 'Authorization without a scheme',
      note: 'No scheme at all. Two steps earlier the same call succeeded with the right token.',
      request: changeHeaders(
        asSpecTest.get('/Users', 'filter=userName eq "RUNSCOPE300HFLUAKLAB151@ATKO.COM"'),
        { Authorization: 'non-token' },
      ),
      expect: {
        status: 401,
        body: { detail: { $nonEmpty: true }, status: { $oneOf: ['401', 401] }, schemas: isError },
      },
    },
    {
      name: 'Another unknown id, now with status in the body',
      ...specTestStep(23),
      request: asSpecTest.get('/Users/00919288221112222'),
      expect: {
        status: 404,
        body: { detail: { $nonEmpty: true }, status: { $oneOf: ['404', 404] }, schemas: isError },
      },
    },
  ],
};
