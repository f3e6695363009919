import type { Entry } from './entry.ts';

export const err: readonly Entry[] = [
  {
    id: 'ERR-01',
    level: 'MUST',
    source: 'P3.12',
    text: 'form of the body',
    verdict: 'met',
    where: ['packages/core/src/protocol/respond-error.ts'],
    shownBy: [],
  },
  {
    id: 'ERR-02',
    level: 'MUST',
    source: 'P3.12',
    text: 'keywords of table 9 and RFC 9865',
    verdict: 'met',
    where: ['packages/core/src/errors/scim-error.ts'],
    shownBy: [],
    reason: 'By type: another keyword does not compile.',
  },
  {
    id: 'ERR-03',
    level: 'SHOULD',
    source: 'P3.12',
    text: '500 helps and tells nothing of the inside',
    verdict: 'met',
    where: ['packages/core/src/protocol/open-exchange.ts', 'packages/core/src/operations/store-failure.ts'],
    shownBy: [],
    reason: 'The sentence names the id of the request, under which the log has the cause.',
  },
  {
    id: 'ERR-04',
    level: 'MAY',
    source: 'P3.12',
    text: 'keywords in bulk answers',
    verdict: 'met',
    where: ['packages/core/src/protocol/bulk/run-bulk.ts'],
    shownBy: [],
  },
];
