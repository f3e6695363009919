import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { ResponseReader } from './response-reader.ts';

const withLength = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const chunked =
  'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\n0.0\r\n0\r\n\r\n';
const empty = 'HTTP/1.1 204 No Content\r\nETag: W/"1"\r\n\r\n';

describe('ResponseReader', () => {
  it.each([
    ['with a length', withLength, 200],
    ['in chunks', chunked, 201],
    ['without a body', empty, 204],
  ])('finds the end of an answer %s, wherever it is cut', (_, text, status) => {
    const bytes = Buffer.from(text);
    for (let cut = 1; cut < bytes.length; cut++) {
      const reader = new ResponseReader();
      expect(reader.push(bytes.subarray(0, cut)), `cut at ${cut}`).toBe(0);
      expect(reader.push(bytes.subarray(cut)), `cut at ${cut}`).toBe(status);
    }
  });

  it('reads one answer after the other', () => {
    const reader = new ResponseReader();
    const statuses = [chunked, withLength, empty, chunked].map((text) => reader.push(Buffer.from(text)));
    expect(statuses).toEqual([201, 200, 204, 201]);
  });

  it('refuses bytes that nobody announced', () => {
    expect(() => new ResponseReader().push(Buffer.from(`${withLength}more`))).toThrow(
      'more than it announced',
    );
  });
});
