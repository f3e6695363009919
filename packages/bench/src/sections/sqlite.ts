import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteSizes as sizes } from '../dataset/sizes.ts';
import { fillServer, startServer } from '../harness/open-contender.ts';
import type { Section } from './section.ts';

/** scimkit on a file, and hand-written statements on a copy of that file: the same tables, rows and settings. */
export const sqlite: Section = {
  store: 'sqlite',
  model: 'hand-written-sqlite',
  inside: 'scimkit-sqlite',
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'scimkit-bench-'));
    const started: Awaited<ReturnType<typeof startServer>>[] = [];
    const close = async () => {
      await Promise.all(started.map(({ process }) => process.stop()));
      await rm(folder, { recursive: true, force: true });
    };
    try {
      const [file, copy] = [join(folder, 'scimkit.db'), join(folder, 'hand-written.db')];
      const server = await startServer({ competitor: 'scimkit-sqlite', sizes, file });
      started.push(server);
      const ours = await fillServer(server);
      await cp(file, copy);
      const hand = await startServer({ competitor: 'hand-written-sqlite', sizes, file: copy });
      started.push(hand);
      return { opened: [await fillServer(hand, ours.contender.directory), ours], close };
    } catch (error) {
      await close();
      throw error;
    }
  },
};
