import { expect, it } from 'vitest';
import { pauseAfter } from './back-off.ts';

const backOff = { first: 1_000, longest: 3_600_000 };

it('pauses are twice as long each time, up to the longest, the upper half at random', () => {
  const pauses = [1, 2, 3, 11, 12, 13, 10_000].map((attempt) => [
    pauseAfter(attempt, backOff, 0, 0),
    pauseAfter(attempt, backOff, 0, 1),
  ]);
  expect(pauses).toEqual([
    [500, 1_000],
    [1_000, 2_000],
    [2_000, 4_000],
    [512_000, 1_024_000],
    [1_024_000, 2_048_000],
    [1_800_000, 3_600_000],
    [1_800_000, 3_600_000],
  ]);
});

it('a receiver may ask for a longer pause, and for no more than a day', () => {
  expect(pauseAfter(1, backOff, 90_000, 0)).toBe(90_000);
  expect(pauseAfter(1, backOff, 1e15, 0)).toBe(86_400_000);
  for (const nonsense of [-5, Number.NaN]) expect(pauseAfter(1, backOff, nonsense, 0)).toBe(500);
});
