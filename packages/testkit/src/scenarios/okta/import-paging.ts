import type { Scenario } from '../../replay/scenario.ts';
import { isList } from '../expectations.ts';
import { patchOp } from '../requests.ts';
import { given, plain, readBack, someUser } from '../steps.ts';
import { coreGroup } from '../urns.ts';
import { asOkta, reference } from './as-okta.ts';

export const importPaging: Scenario = {
  client: 'okta',
  name: 'okta/import-paging',
  title: 'Import from the app: pages of 100, a stable order, numbers as numbers',
  about:
    'The tenant must hold exactly the 105 users made here. An import has no filter, no sorting and no ' +
    'attributes parameter.',
  confidence: 'documented',
  needs: ['groups', 'patch', 'empty tenant'],
  steps: [
    {
      name: 'There are 105 users',
      repeat: { var: 'i', from: 1, to: 105 },
      ...given('/Users', someUser('import${i}@example.com', 'Import', 'User${i}')),
      save: { lastId: '$.id' },
    },
    {
      name: 'One of them is inactive',
      by: 'setup',
      request: plain.patch('/Users/${lastId}', patchOp({ op: 'replace', path: 'active', value: false })),
      expect: { status: [200, 204] },
    },
    {
      name: 'First page',
      ...reference('Retrieve Users'),
      note:
        'Okta asks for another page while totalResults says so: it is the number of all matches, not of ' +
        'this page.',
      request: asOkta.get('/Users', { startIndex: '1', count: '100' }),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          totalResults: 105,
          startIndex: 1,
          itemsPerPage: 100,
          Resources: { $length: 100 },
        },
      },
      save: { firstOfPage1: '$.Resources[0].id', lastOfPage1: '$.Resources[99].id' },
    },
    {
      name: 'Second page starts at 101',
      ...reference('Retrieve Users'),
      request: asOkta.get('/Users', { startIndex: '101', count: '100' }),
      expect: {
        status: 200,
        body: { totalResults: 105, startIndex: 101, itemsPerPage: 5, Resources: { $length: 5 } },
      },
    },
    {
      name: 'The next run sees the same order',
      ...reference('Retrieve Users'),
      request: asOkta.get('/Users', { startIndex: '1', count: '100' }),
      expect: { status: 200, body: { totalResults: 105, Resources: { $length: 100 } } },
      save: { again: '$.Resources[0].id' },
    },
    {
      name: 'The inactive user is listed, and says so',
      ...readBack('/Users/${lastId}'),
      note:
        'Nine users returned, eight processed: Okta skips the inactive one itself ' +
        '(okta-iam-lifecycle-lab, import section).',
      expect: { status: 200, body: { active: false } },
    },
    {
      name: 'Two groups exist',
      repeat: { var: 'g', from: 1, to: 2 },
      ...given('/Groups', { schemas: [coreGroup], displayName: 'Imported ${g}' }),
    },
    {
      name: 'Groups are paged the same way',
      ...reference('Retrieve Groups'),
      request: asOkta.get('/Groups', { startIndex: '1', count: '100' }),
      expect: {
        status: 200,
        body: {
          schemas: isList,
          totalResults: 2,
          startIndex: 1,
          itemsPerPage: 2,
          Resources: [{ displayName: 'Imported 1' }, { displayName: 'Imported 2' }],
        },
      },
    },
  ],
};
