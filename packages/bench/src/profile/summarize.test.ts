import type { Profiler } from 'node:inspector';
import { expect, it } from 'vitest';
import { summarize } from './summarize.ts';

function node(id: number, functionName: string, children: number[] = []): Profiler.ProfileNode {
  const callFrame = { functionName, scriptId: '1', url: 'file:///a/b.ts', lineNumber: 9, columnNumber: 0 };
  return { id, callFrame, children };
}

it('adds up time by function, without idling, and counts recursion once', () => {
  const profile: Profiler.Profile = {
    nodes: [
      node(1, '(root)', [2, 5]),
      node(2, 'walk', [3]),
      node(3, 'walk', [4]),
      node(4, 'leaf'),
      node(5, '(idle)'),
    ],
    startTime: 0,
    endTime: 1000,
    samples: [2, 3, 4, 5],
    timeDeltas: [0, 100, 200, 100, 600],
  };
  expect(summarize(profile).slice(0, 2)).toEqual([
    { where: 'walk b.ts:10', self: 300, total: 400 },
    { where: 'leaf b.ts:10', self: 100, total: 100 },
  ]);
});
