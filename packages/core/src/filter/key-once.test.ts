import { afterEach, describe, expect, it, vi } from 'vitest';
import { toKey } from '../schema/keys.ts';
import { compileFilter } from './compile-filter.ts';
import { keyOnce } from './key-once.ts';
import { matches } from './matches.ts';
import { attribute, subject, users } from './test-fixture.ts';

const title = attribute(users, 'title');
const long = 'ÉTÉ '.repeat(1_000);

/** How often a text beyond ASCII is folded, while `work` runs. */
function foldings(work: () => void): number {
  const normalize = vi.spyOn(String.prototype, 'normalize');
  work();
  return normalize.mock.calls.length;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('keyOnce', () => {
  it.each([long, 'x', '', 5, true, undefined, null, 'a'.repeat(300)])(
    'makes the key that toKey makes: %#',
    (value) => {
      expect([keyOnce(value, title), keyOnce(value, title)]).toEqual([
        toKey(value, title),
        toKey(value, title),
      ]);
    },
  );

  it('keeps attributes apart that fold differently', () => {
    const exact = attribute(users, 'externalId');
    expect([keyOnce(long, title), keyOnce(long, exact)]).toEqual([toKey(long, title), toKey(long, exact)]);
    expect(keyOnce(long, title)).not.toBe(keyOnce(long, exact));
  });

  it('folds a long text once for all conditions of a filter', async () => {
    const filter = compileFilter(
      users,
      Array.from({ length: 100 }, (_, at) => `title co "${at}x"`).join(' or '),
    );
    const resource = subject({ title: `${long}!` });
    await Promise.resolve();
    const once = foldings(() => toKey(`${long}!`, title));
    vi.restoreAllMocks();
    expect(foldings(() => matches(filter, resource))).toBe(once);
  });

  it('forgets what it holds when the work in hand is done', async () => {
    keyOnce(`${long}?`, title);
    expect(foldings(() => keyOnce(`${long}?`, title))).toBe(0);
    vi.restoreAllMocks();
    await Promise.resolve();
    expect(foldings(() => keyOnce(`${long}?`, title))).toBeGreaterThan(0);
  });

  it('holds no more than a document can have', () => {
    const first = `${long}1`;
    keyOnce(first, title);
    for (let megabyte = 0; megabyte < 17; megabyte += 1)
      keyOnce(String(megabyte).padEnd(1024 * 1024, 'é'), title);
    expect(foldings(() => keyOnce(first, title))).toBeGreaterThan(0);
  });
});
