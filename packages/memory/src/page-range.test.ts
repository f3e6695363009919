import { describe, expect, it } from 'vitest';
import { type Finder, pageRange } from './page-range.ts';

/** Ids are the places from 0 to 9. */
const find: Finder = { before: ({ id }) => Number(id), through: ({ id }) => Number(id) + 1 };

describe('pageRange', () => {
  it.each([
    ['the first', { kind: 'index', offset: 0, limit: 4 }, [0, 4]],
    ['one in the middle', { kind: 'index', offset: 4, limit: 4 }, [4, 8]],
    ['the last', { kind: 'index', offset: 8, limit: 4 }, [8, 10]],
    ['beyond the end', { kind: 'index', offset: 50, limit: 4 }, [10, 10]],
    ['none', { kind: 'index', offset: 2, limit: 0 }, [2, 2]],
    ['before the beginning', { kind: 'index', offset: -3, limit: -1 }, [0, 0]],
    ['from the beginning', { kind: 'cursor', limit: 4 }, [0, 4]],
    ['after', { kind: 'cursor', after: { id: '3' }, limit: 4 }, [4, 8]],
    ['after the last', { kind: 'cursor', after: { id: '9' }, limit: 4 }, [10, 10]],
    ['before', { kind: 'cursor', before: { id: '6' }, limit: 4 }, [2, 6]],
    ['before, close to the beginning', { kind: 'cursor', before: { id: '2' }, limit: 4 }, [0, 2]],
    ['between', { kind: 'cursor', after: { id: '1' }, before: { id: '4' }, limit: 4 }, [2, 4]],
    [
      'between, in the wrong order',
      { kind: 'cursor', after: { id: '7' }, before: { id: '4' }, limit: 4 },
      [8, 8],
    ],
  ] as const)('%s', (_, page, [start, end]) => {
    expect(pageRange(10, page, find)).toEqual({ start, end });
  });
});
