import type { Scenario } from '../../replay/scenario.ts';
import { isList } from '../expectations.ts';
import { from, readBack } from '../steps.ts';
import { coreUser, enterpriseUser } from '../urns.ts';
import { asOkta } from './as-okta.ts';

export const schemaDiscovery: Scenario = {
  client: 'okta',
  name: 'okta/schema-discovery',
  title: 'Import user schema: core attributes from /Schemas, extensions through the User resource type',
  about: 'A feature of 2026.',
  confidence: 'documented',
  needs: ['enterprise extension'],
  steps: [
    {
      name: 'Read the schemas',
      ...from(
        'documented (endpoints); order and query not confirmed',
        'Okta OIN submission guide, "Import User Schema"; release notes 2026',
      ),
      note:
        'Core attributes come from the entry whose id is the core User URN: it must be there, with all ' +
        'definitions.',
      request: asOkta.get('/Schemas'),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          totalResults: { $type: 'number' },
          Resources: { $contains: [{ id: coreUser, attributes: { $nonEmpty: true } }] },
        },
      },
    },
    {
      name: 'Read the resource types',
      ...from('documented', 'Okta OIN submission guide, "Import User Schema"'),
      note: 'Only extensions that the User resource type lists are looked up in /Schemas.',
      request: asOkta.get('/ResourceTypes'),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          Resources: {
            $contains: [{ endpoint: '/Users', schema: coreUser, schemaExtensions: { $type: 'array' } }],
          },
        },
      },
    },
    {
      name: 'The enterprise extension is declared',
      ...from(
        'documented',
        'Okta OIN submission guide; Okta knows this extension, declaring it does no harm',
      ),
      request: asOkta.get('/ResourceTypes'),
      expect: {
        status: 200,
        body: {
          Resources: {
            $contains: [
              { endpoint: '/Users', schemaExtensions: { $contains: [{ schema: enterpriseUser }] } },
            ],
          },
        },
      },
    },
    {
      name: 'The declared extension is found by its URN',
      ...readBack('/Schemas/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'),
      expect: { status: 200, body: { id: enterpriseUser, attributes: { $nonEmpty: true } } },
    },
  ],
};
