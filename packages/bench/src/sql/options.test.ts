import { describe, expect, it } from 'vitest';
import { fullSizes, quickSizes } from './data/sizes.ts';
import { parseSqlOptions } from './options.ts';

describe('parseSqlOptions', () => {
  it('is quick, on every engine that is there, when nothing is said', () => {
    expect(parseSqlOptions([])).toMatchObject({
      sizes: quickSizes,
      engines: [],
      only: [],
      keep: undefined,
      durable: false,
      check: false,
    });
  });

  it('has a million users and a group of a hundred thousand with --full', () => {
    expect(parseSqlOptions(['--full']).sizes).toBe(fullSizes);
    expect(fullSizes).toMatchObject({ large: 1_000_000, members: 100_000 });
  });

  it('takes engines and lines one by one and as a list', () => {
    const options = parseSqlOptions([
      '--engine',
      'sqlite,mysql',
      '--engine',
      'postgres',
      '--only',
      'read,create',
    ]);
    expect(options.engines).toEqual(['sqlite', 'mysql', 'postgres']);
    expect(options.only).toEqual(['read', 'create']);
  });

  it.each([
    [['--engine', 'oracle'], 'oracle'],
    [['--quick', '--full'], 'exclude'],
    [['--fast'], 'fast'],
  ])('refuses %j', (args, word) => {
    expect(() => parseSqlOptions(args)).toThrow(word);
  });
});
