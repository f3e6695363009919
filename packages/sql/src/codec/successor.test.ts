import { compareKeys } from '@scimkit/core';
import { expect, it } from 'vitest';
import { successor } from './successor.ts';

it.each([
  ['a', 'b'],
  ['az', 'a{'],
  ['\ud7ff', '\ue000'],
  ['a\u{10ffff}', 'b'],
  ['\u{10fffe}', '\u{10ffff}'],
  ['\uffff', '\u{10000}'],
  ['\u{1f600}', '\u{1f601}'],
  ['', undefined],
  ['\u{10ffff}\u{10ffff}', undefined],
])('comes right after everything that begins with %j', (prefix, expected) => {
  const end = successor(prefix);
  expect(end).toBe(expected);
  if (end === undefined) return;
  expect(compareKeys(`${prefix}\u{10ffff}\u{10ffff}`, end)).toBeLessThan(0);
  expect(end.startsWith(prefix)).toBe(false);
});
