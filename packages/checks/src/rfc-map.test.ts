import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makePage, pageFile, root } from './rfc-map/page.ts';

describe('the RFC map', () => {
  const { page, faults } = makePage();

  it('names every requirement once, files and tests that exist, and leaves no MUST open', () => {
    expect(faults).toEqual([]);
  });

  it('is committed as its data gives it; npm run rfc-map writes it', () => {
    expect(readFileSync(join(root, pageFile), 'utf8')).toBe(page);
  });
});
