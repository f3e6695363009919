import { describe, expect, it } from 'vitest';
import { createCursorSeal } from './cursor.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('createCursorSeal', () => {
  // Three lengths of content, so that each remainder of base64 is met.
  it.each(['x', 'xy', 'xyz'])('opens no cursor of which any letter was changed (id %s)', async (id) => {
    const seal = createCursorSeal('sixteen letters!', 60);
    const content = { direction: 'after', position: { id }, count: 2, total: 7 } as const;
    const cursor = await seal.seal(content, 'b', 0);
    expect(await seal.open(cursor, 'b', 0)).toEqual(content);
    const last = cursor.length - 1;
    for (const at of [0, 17, last - 1, last]) {
      for (const letter of letters) {
        if (letter === cursor[at]) continue;
        const changed = cursor.slice(0, at) + letter + cursor.slice(at + 1);
        await expect(seal.open(changed, 'b', 0)).rejects.toMatchObject({ scimType: 'invalidCursor' });
      }
    }
  });

  it('opens a cursor for its own request, its own secret and its own time alone', async () => {
    const seal = createCursorSeal('sixteen letters!', 60);
    const content = { direction: 'before', position: { sort: 'a', id: '1' }, count: 2, total: 7 } as const;
    const cursor = await seal.seal(content, 'b', 0);
    expect(await createCursorSeal('sixteen letters!', 60).open(cursor, 'b', 59_999)).toEqual(content);
    await expect(seal.open(cursor, 'c', 0)).rejects.toMatchObject({ scimType: 'invalidCursor' });
    await expect(seal.open(cursor, 'b', 60_000)).rejects.toMatchObject({ scimType: 'expiredCursor' });
    const other = createCursorSeal('another sixteen!', 60);
    await expect(other.open(cursor, 'b', 0)).rejects.toMatchObject({ scimType: 'invalidCursor' });
    expect(() => createCursorSeal('short', 60)).toThrow(TypeError);
  });
});
