import { describe, expect, it } from 'vitest';
import { badRequest } from '../../errors/bad-request.ts';
import { BulkSchedule, type Turn } from './bulk-schedule.ts';
import type { BulkOperation } from './parse-bulk.ts';

const post = (bulkId: string, ...refs: string[]): BulkOperation => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { members: refs.map((ref) => ({ value: `bulkId:${ref}` })) },
});
const put = (path: string, ...refs: string[]): BulkOperation => ({
  method: 'PUT',
  path,
  data: refs.map((ref) => `bulkId:${ref}`),
});

/** Carries everything out; operations named in `failing` fail. */
function play(operations: readonly BulkOperation[], failing: readonly number[] = []): readonly Turn[] {
  const schedule = new BulkSchedule(operations);
  const turns: Turn[] = [];
  for (let turn = schedule.next(); turn !== undefined; turn = schedule.next()) {
    turns.push(turn);
    const fails = turn.kind === 'unresolved' || failing.includes(turn.index);
    if (fails || operations[turn.index]?.fault !== undefined) schedule.failed(turn.index);
    else schedule.made(turn.index);
  }
  return turns;
}

const run = (index: number) => ({ kind: 'run', index });
const inPart = (index: number) => ({ kind: 'runInPart', index });
const unresolved = (index: number, bulkId: string) => ({ kind: 'unresolved', index, bulkId });

describe('the schedule of a bulk request', () => {
  it.each<[string, readonly BulkOperation[], readonly object[]]>([
    [
      'keeps the order where nothing waits',
      [post('a'), put('/Users/1'), post('b', 'a')],
      [run(0), run(1), run(2)],
    ],
    ['lets what is referred to go first', [post('a', 'c'), post('b'), post('c')], [run(1), run(2), run(0)]],
    ['makes one of a circle in part', [post('a', 'b'), post('b', 'a')], [inPart(0), run(1)]],
    ['makes what refers to itself in part', [post('a', 'a')], [inPart(0)]],
    [
      'gives up what nobody makes, and who waits for it',
      [post('a', 'b'), post('b', 'x')],
      [unresolved(1, 'x'), unresolved(0, 'b')],
    ],
    [
      'holds up later ones on the same path',
      [put('/Users/1', 'a'), put('/Users/1'), post('a')],
      [run(2), run(0), run(1)],
    ],
    ['lets one go that is held up by who waits for it', [put('/Groups', 'a'), post('a')], [run(1), run(0)]],
    [
      'takes the first of two with one bulkId',
      [post('a'), { ...post('a'), fault: badRequest('invalidValue', 'x') }, post('b', 'a')],
      [run(0), run(1), run(2)],
    ],
    [
      'knows no maker but POST',
      [{ ...put('/Users/1'), bulkId: 'a' }, post('b', 'a')],
      [run(0), unresolved(1, 'a')],
    ],
  ])('%s', (_, operations, turns) => {
    expect(play(operations)).toEqual(turns);
  });

  it('gives up who waits for what failed', () => {
    expect(play([post('a', 'b'), post('b'), post('c', 'a')], [1])).toEqual([
      run(1),
      unresolved(0, 'b'),
      unresolved(2, 'a'),
    ]);
  });

  it('says what has no id yet', () => {
    const schedule = new BulkSchedule([post('a', 'b', 'c'), post('b'), post('c')]);
    expect(schedule.next()).toEqual(run(1));
    schedule.made(1);
    expect([schedule.missing(0), schedule.missing(1)]).toEqual(['c', undefined]);
  });

  it('is through with a thousand operations that refer to a hundred others each', () => {
    // Looking for the references again on every turn would take minutes here.
    const operations = Array.from({ length: 1_000 }, (_, index) =>
      post(`${index}`, ...Array.from({ length: 100 }, (__, next) => `${(index + next + 1) % 1_000}`)),
    );
    const turns = play(operations);
    expect(new Set(turns.map(({ index }) => index)).size).toBe(1_000);
    expect(turns.every(({ kind }) => kind !== 'unresolved')).toBe(true);
  });
});
