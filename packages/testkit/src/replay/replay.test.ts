import { describe, expect, it } from 'vitest';
import { userLifecyclePut } from '../scenarios/okta/user-lifecycle-put.ts';
import { formatReplay } from './format-replay.ts';
import { replay } from './replay.ts';
import { tinyServer } from './tiny-server.ts';

describe('replay', () => {
  it('gives every scenario a fresh target and puts it away', async () => {
    const closed: (string | undefined)[] = [];
    const results = await replay([userLifecyclePut, userLifecyclePut], () => ({
      ...tinyServer().target,
      close: (report) => void closed.push(report?.scenario),
    }));
    const line = { scenario: 'okta/user-lifecycle-put', steps: 8, passed: 8, failed: 0, skipped: 0 };
    expect(results).toMatchObject([line, line]);
    expect(closed).toEqual(['okta/user-lifecycle-put', 'okta/user-lifecycle-put']);
  });

  it('puts the target away when the scenario is wrong', async () => {
    let closed = 0;
    const wrong = { ...userLifecyclePut, steps: userLifecyclePut.steps.slice(2) };
    const run = replay([wrong], () => ({ ...tinyServer().target, close: () => void closed++ }));
    await expect(run).rejects.toThrow('The variable userId is used');
    expect(closed).toBe(1);
  });
});

describe('formatReplay', () => {
  it('prints a table with sums and the first failure', async () => {
    const results = await replay(
      [userLifecyclePut],
      () =>
        tinyServer((request, answer) =>
          request.method === 'PUT' ? new Response('', { status: 500 }) : answer,
        ).target,
    );
    expect(formatReplay([...results, ...results]).split('\n')).toEqual([
      'scenario                   steps   passed   failed  skipped',
      'okta/user-lifecycle-put        8        6        2        0',
      '  step 4 Write everything back with a title added',
      '    status: expected 200, got 500',
      'okta/user-lifecycle-put        8        6        2        0',
      '  step 4 Write everything back with a title added',
      '    status: expected 200, got 500',
      '-----------------------------------------------------------',
      '2 scenarios                   16       12        4        0',
    ]);
  });
});
