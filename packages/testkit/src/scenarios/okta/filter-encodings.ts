import type { Scenario } from '../../replay/scenario.ts';
import { noHit } from '../expectations.ts';
import { from, given, someUser } from '../steps.ts';
import { asOkta, reference, specTestStep } from './as-okta.ts';

export const filterEncodings: Scenario = {
  client: 'okta',
  name: 'okta/filter-encodings',
  title: 'One filter in every encoding seen on the wire',
  confidence: 'mixed',
  needs: [],
  steps: [
    {
      name: 'The user exists',
      ...given('/Users', someUser('quote.test@example.com', 'Quote', 'Test')),
      save: { userId: '$.id' },
    },
    {
      name: 'A user with a plus sign and capitals exists',
      ...given('/Users', someUser('Plus+Tag@Example.com', 'Plus', 'Tag')),
      save: { plusId: '$.id' },
    },
    {
      name: 'Blanks as %20, the at sign as %40',
      ...reference('Determine if the User already exists'),
      request: asOkta.get(
        '/Users',
        'filter=userName%20eq%20%22quote.test%40example.com%22&startIndex=1&count=100',
      ),
      expect: {
        status: 200,
        body: { totalResults: 1, Resources: [{ id: '${userId}', userName: 'quote.test@example.com' }] },
      },
    },
    {
      name: 'Blanks as plus signs',
      ...from('documented', 'Okta SCIM page, 2018 copy, request dump'),
      deviates: 'form encoding in a URI query: legal as text, to be read as blanks',
      note: 'Read a plus sign in the query as a blank.',
      request: asOkta.get(
        '/Users',
        'filter=userName+eq+%22quote.test%40example.com%22&startIndex=1&count=100',
      ),
      expect: {
        status: 200,
        body: { totalResults: 1, Resources: [{ id: '${userId}', userName: 'quote.test@example.com' }] },
      },
    },
    {
      name: 'The at sign as it is',
      ...specTestStep(17),
      request: asOkta.get(
        '/Users',
        'filter=userName%20eq%20%22quote.test@example.com%22&startIndex=1&count=100',
      ),
      expect: {
        status: 200,
        body: { totalResults: 1, Resources: [{ id: '${userId}', userName: 'quote.test@example.com' }] },
      },
    },
    {
      name: 'Another case than stored',
      ...specTestStep(17),
      request: asOkta.get(
        '/Users',
        'filter=userName%20eq%20%22QUOTE.TEST%40EXAMPLE.COM%22&startIndex=1&count=100',
      ),
      expect: {
        status: 200,
        body: { totalResults: 1, Resources: [{ id: '${userId}', userName: 'quote.test@example.com' }] },
      },
    },
    {
      name: 'A real plus sign as %2B',
      ...from('inferred', 'inferred from the forms above; Okta logins may hold a plus sign'),
      request: asOkta.get(
        '/Users',
        'filter=userName%20eq%20%22Plus%2BTag%40Example.com%22&startIndex=1&count=100',
      ),
      expect: {
        status: 200,
        body: { totalResults: 1, Resources: [{ id: '${plusId}', userName: 'Plus+Tag@Example.com' }] },
      },
    },
    {
      name: 'Attribute name and operator in capitals',
      ...from('specification', 'RFC 7644 section 3.4.2.2'),
      request: asOkta.get('/Users', 'filter=USERNAME%20EQ%20%22quote.test%40example.com%22'),
      expect: {
        status: 200,
        body: { totalResults: 1, Resources: [{ id: '${userId}', userName: 'quote.test@example.com' }] },
      },
    },
    {
      name: 'No hit',
      ...from('documented', 'Okta SCIM 2.0 reference'),
      request: asOkta.get(
        '/Users',
        'filter=userName%20eq%20%22nobody%40example.com%22&startIndex=1&count=100',
      ),
      expect: noHit,
    },
  ],
};
