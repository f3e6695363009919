import { memorySizes } from '../dataset/sizes.ts';
import { fillServer, startServer } from '../harness/open-contender.ts';
import type { Section } from './section.ts';

const names = ['hand-written', 'scimkit-node', 'fixed-express', 'scimkit-express', 'scimmy'] as const;

/** Everything in memory: scimkit twice, and what it is measured against. */
export const memory: Section = {
  store: 'memory',
  model: 'hand-written',
  inside: 'scimkit-node',
  open: async () => {
    const started: Awaited<ReturnType<typeof startServer>>[] = [];
    const close = async () => {
      await Promise.all(started.map(({ process }) => process.stop()));
    };
    try {
      for (const competitor of names) {
        started.push(await startServer({ competitor, sizes: memorySizes, file: '' }));
      }
      const [first, ...others] = started;
      if (first === undefined) throw new Error('There is no server.');
      const model = await fillServer(first);
      const { directory } = model.contender;
      // Two at a time, one for each core of a small machine.
      const opened = [model];
      for (let index = 0; index < others.length; index += 2) {
        const pair = others.slice(index, index + 2).map((server) => fillServer(server, directory));
        opened.push(...(await Promise.all(pair)));
      }
      return { opened, close };
    } catch (error) {
      await close();
      throw error;
    }
  },
};
