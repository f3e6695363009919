import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from 'vitest';
import { createSqlStore } from '../create-sql-store.ts';
import { adding, expectRefusal, filtered, group, patch, user } from '../test-support/scim-bodies.ts';
import { clientOf } from '../test-support/scim-client.ts';

/** A disk of a few megabytes that is full when it is full; `undefined` where none can be made, which takes root and Linux. */
function mountSmallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'scimkit-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]);
  if (status === 0) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

const disk = mountSmallDisk();
afterAll(() => {
  if (disk === undefined) return;
  // Lazily: what a test that failed has left open is closed with the process.
  spawnSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Leaves so many bytes, by a file that has all others. */
function leave(folder: string, bytes: number): () => void {
  const filler = join(folder, 'filler');
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(filler, new Uint8Array(Math.max(0, bavail * bsize - bytes)));
  return () => rmSync(filler);
}

if (disk === undefined) {
  it('no small disk can be mounted here (that takes root, on Linux), so none is filled; `max_page_count` stands for one in failures.test.ts', () => {
    expect(disk).toBeUndefined();
  });
} else {
  it('refuses writes with 503 and a reason in the log, is read all the same, and has no write by half', async () => {
    const path = join(disk, 'scim.db');
    const store = createSqlStore({ sqlite: path, outbox: true });
    await store.migrate();
    const faults: unknown[] = [];
    const ask = await clientOf(store, 'acme', { report: (error) => faults.push(error) });
    const staff = (await ask('POST', '/Groups', group('Staff'))).body.id;
    const freeUp = leave(disk, 1024 * 1024);

    const [made, refused]: [Map<string, string>, string[]] = [new Map(), []];
    const joined = new Set<string>();
    for (let number = 0; refused.length < 10; number += 1) {
      expect(number, 'the disk never was full').toBeLessThan(5000);
      const name = `user-${number}`;
      const reply = await ask('POST', '/Users', { ...user(name), title: 'x'.repeat(number % 3000) });
      if (reply.status === 201) {
        made.set(name, reply.body.id);
        const joining = await ask('PATCH', `/Groups/${staff}`, patch(adding('members', reply.body.id)));
        if (joining.status < 300) joined.add(reply.body.id);
        else expectRefusal(joining);
      } else {
        expectRefusal(reply);
        refused.push(name);
      }
    }
    expect(made.size).toBeGreaterThan(5);
    for (const fault of faults)
      expect(fault).toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/disk below the SQLite database/),
      });
    expect(faults.some((fault) => String(fault).includes('is full'))).toBe(true);

    const expectWhole = async () => {
      for (const [name, id] of made) {
        const { body } = await ask('GET', filtered('Users', `emails.value eq "${name}@a.example"`));
        expect(body.Resources.map((each: { id: string }) => each.id)).toEqual([id]);
        expect((await ask('GET', `/Users/${id}`)).body).toMatchObject(user(name));
      }
      for (const name of refused) {
        const either = `userName eq "${name}" or emails.value eq "${name}@a.example"`;
        expect((await ask('GET', filtered('Users', either))).body.totalResults).toBe(0);
      }
      const { body } = await ask('GET', `/Groups/${staff}`);
      expect(new Set(body.members.map(({ value }: { value: string }) => value))).toEqual(joined);
    };
    await expectWhole();

    // There is room again: the same store goes on.
    freeUp();
    const name = refused.pop() ?? '';
    const again = await ask('POST', '/Users', user(name));
    expect(again.status, again.text).toBe(201);
    made.set(name, again.body.id);
    await expectWhole();
    await store.close();

    // And what lies on the disk is sound, and has an event for each change and no other.
    const database = new DatabaseSync(path);
    expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    const events = database.prepare('select count(*) as n from scim_outbox').get()?.n;
    expect(events).toBe(1 + made.size + joined.size);
    database.close();
  });
}
