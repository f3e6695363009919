import { describe, expect, it } from 'vitest';
import { full, parseOptions, quick } from './options.ts';

describe('parseOptions', () => {
  it('is quick, with everything, when nothing is said', () => {
    const options = parseOptions([]);
    expect(options).toMatchObject({ plan: quick, stores: ['memory', 'sqlite'], only: [], check: false });
    expect(options.json).toBeUndefined();
  });

  it('takes cases one by one and as a list', () => {
    expect(parseOptions(['--only', 'create,deactivate', '--only', 'page-first']).only).toEqual([
      'create',
      'deactivate',
      'page-first',
    ]);
  });

  it('takes the other options', () => {
    const options = parseOptions([
      '--full',
      '--store',
      'sqlite',
      '--json',
      'a.json',
      '--profile',
      'p',
      '--check',
    ]);
    expect(options).toMatchObject({
      plan: full,
      stores: ['sqlite'],
      json: 'a.json',
      profile: 'p',
      check: true,
    });
  });

  it.each([
    [['--only', 'no-such-case'], 'no-such-case'],
    [['--store', 'redis'], 'redis'],
    [['--quick', '--full'], 'exclude'],
    [['--fast'], 'fast'],
  ])('refuses %j', (args, word) => {
    expect(() => parseOptions(args)).toThrow(word);
  });
});
