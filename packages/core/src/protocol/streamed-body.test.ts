import { describe, expect, it, vi } from 'vitest';
import { type BodyEnd, StreamedBody } from './streamed-body.ts';

async function* pieces(...list: readonly (string | Error)[]): AsyncGenerator<string, void> {
  for (const piece of list) {
    if (piece instanceof Error) throw piece;
    yield piece;
  }
}

async function read(body: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of body) text += piece;
  return text;
}

describe('StreamedBody', () => {
  it('tells once that all was sent', async () => {
    const tell = vi.fn();
    const body = new StreamedBody(pieces('a', 'b'), tell);
    expect(tell).not.toHaveBeenCalled();
    expect(await read(body)).toBe('ab');
    await body.return();
    expect(await body.next()).toEqual({ done: true, value: undefined });
    expect(tell.mock.calls).toEqual([[{ kind: 'sent' }]]);
  });

  it('tells that it was left, also by who never began', async () => {
    const tell = vi.fn();
    const source = pieces('a', 'b');
    const begun = new StreamedBody(source, tell);
    for await (const _ of begun) break;
    expect(await source.next()).toEqual({ done: true, value: undefined });
    await new StreamedBody(pieces('a'), tell).return();
    expect(tell.mock.calls).toEqual([[{ kind: 'left' }], [{ kind: 'left' }]]);
  });

  it('throws what the failure was turned into, and gives nothing more', async () => {
    const cause = new Error('secret');
    const tell = vi.fn((end: BodyEnd) => (end.kind === 'failed' ? new Error('told') : undefined));
    const body = new StreamedBody(pieces('a', cause, 'b'), tell);
    await expect(read(body)).rejects.toThrow('told');
    expect(tell.mock.calls).toEqual([[{ kind: 'failed', error: cause }]]);
    expect((await body.next()).done).toBe(true);
  });

  it('says nothing of a failure after it was left', async () => {
    const tell = vi.fn();
    const gate = Promise.withResolvers<IteratorResult<string>>();
    const source = { next: () => gate.promise };
    const body = new StreamedBody({ [Symbol.asyncIterator]: () => source }, tell);
    const pending = body.next();
    await body.return();
    gate.reject(new Error('too late'));
    await expect(pending).rejects.toThrow('too late');
    expect(tell.mock.calls).toEqual([[{ kind: 'left' }]]);
  });
});
