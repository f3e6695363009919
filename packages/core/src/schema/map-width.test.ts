import { describe, expect, it } from 'vitest';
import { mapWidth } from './map-width.ts';

describe('mapWidth', () => {
  it.each([
    ['ＡＺａｚ０９', 'AZaz09'],
    ['！～', '!~'],
    ['\u3000', ' '],
    ['ｱﾞ', 'ア\u3099'],
    ['\uffe0\uffe1\uffe2\uffe3\uffe4\uffe5\uffe6', '\u00a2\u00a3\u00ac\u00af\u00a6\u00a5\u20a9'],
    ['\uffe8\uffe9\uffec\uffed\uffee', '\u2502\u2190\u2193\u25a0\u25cb'],
    ['\uffa0\uffa1\uffbe\uffc2\uffc7', '\u3164\u3131\u314e\u314f\u3154'],
    ['\uffca\uffcf\uffd2\uffd7\uffda\uffdc', '\u3155\u315a\u315b\u3160\u3161\u3163'],
    ['plain é', 'plain é'],
  ])('maps %j to %j', (given, mapped) => {
    expect(mapWidth(given)).toBe(mapped);
  });
});
