import type { Entry } from './entry.ts';

export const me: readonly Entry[] = [
  {
    id: 'ME-01',
    level: 'SHOULD',
    source: 'P3.11',
    text: '501 when not supported',
    verdict: 'met',
    where: ['packages/core/src/protocol/operate.ts'],
    shownBy: [],
  },
  {
    id: 'ME-02',
    level: 'MAY',
    source: 'P3.11',
    text: 'redirect or direct processing',
    verdict: 'met',
    where: ['packages/core/src/protocol/operate.ts'],
    shownBy: [],
    reason: 'Direct processing, when the host says which resource a caller is.',
  },
  {
    id: 'ME-03',
    level: 'MUST',
    source: 'P3.11',
    text: 'Location is the permanent URI',
    verdict: 'met',
    where: ['packages/core/src/protocol/operate.ts', 'packages/core/src/protocol/respond.ts'],
    shownBy: ['stands for the resource of the caller'],
  },
  {
    id: 'ME-04',
    level: 'pick',
    source: 'P3.11',
    text: 'caller without a resource',
    verdict: 'met',
    where: ['packages/core/src/protocol/operate.ts'],
    shownBy: [],
    reason: '404; POST to /Me is a 405, because nothing would tie the new resource to its caller.',
  },
];
