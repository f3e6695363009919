import { describe, expect, it } from 'vitest';
import { createUuidV7, uuidV7Source } from './uuid-v7.ts';

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const timeOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

function take(source: () => string, count: number): string[] {
  return Array.from({ length: count }, () => source());
}

function expectAscending(ids: readonly string[]): void {
  for (const [index, id] of ids.entries()) {
    expect(id).toMatch(form);
    if (index > 0 && !(id > (ids[index - 1] ?? '')))
      expect.fail(`${id} does not come after ${ids[index - 1]}`);
  }
}

describe('createUuidV7', () => {
  it('makes ids that carry the time and ascend', () => {
    const before = Date.now();
    const ids = take(createUuidV7, 20_000);
    expectAscending(ids);
    expect(timeOf(ids[0] ?? '')).toBeGreaterThanOrEqual(before);
  });
});

describe('uuidV7Source', () => {
  it('writes the clock into the first 48 bits', () => {
    expect(timeOf(uuidV7Source({ now: () => 0x0123456789ab })())).toBe(0x0123456789ab);
  });

  it('ascends when more ids are made in a millisecond than the counter holds', () => {
    expectAscending(take(uuidV7Source({ now: () => 1_700_000_000_000 }), 20_000));
  });

  it('leaves room for 2,048 ids in each millisecond before it runs ahead of the clock', () => {
    const ids = take(uuidV7Source({ now: () => 1_700_000_000_000 }), 2_048);
    expect(new Set(ids.map(timeOf))).toEqual(new Set([1_700_000_000_000]));
  });

  it('ascends when the clock goes back, and follows the clock again once it has caught up', () => {
    const times = [1000, 1001, 500, 1, 1001, 1002, 2000];
    const source = uuidV7Source({ now: () => times.shift() ?? 0 });
    const ids = take(source, 7);
    expectAscending(ids);
    expect(ids.map(timeOf)).toEqual([1000, 1001, 1001, 1001, 1001, 1002, 2000]);
  });

  it.each([
    ['negative', -5, 0],
    ['not a number', Number.NaN, 0],
    ['with a fraction', 12.9, 12],
    ['beyond 48 bits', 2 ** 60, 0],
  ])('keeps the form when the clock is %s', (_, clock, time) => {
    const id = uuidV7Source({ now: () => clock })();
    expect(id).toMatch(form);
    expect(timeOf(id)).toBe(time);
  });

  it('draws every id from fresh randomness, across batches too', () => {
    const tails = take(uuidV7Source({ now: () => 1 }), 5_000).map((id) => id.slice(19));
    expect(new Set(tails).size).toBe(5_000);
    for (let at = 0; at < 17; at += 1) {
      const kinds = at === 4 ? 1 : at === 0 ? 4 : 16; // a hyphen, the variant, a random digit
      expect(new Set(tails.map((tail) => tail[at])).size, `position ${at}`).toBe(kinds);
    }
  });

  it('starts each millisecond at another place, so that the next id cannot be guessed from the last', () => {
    let clock = 0;
    const source = uuidV7Source({ now: () => ++clock });
    expect(new Set(take(source, 200).map((id) => id.slice(15, 18))).size).toBeGreaterThan(100);
  });
});
