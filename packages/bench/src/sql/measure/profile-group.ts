import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SqlStore } from '@scimkit/sql';
import { Recorder } from '../../profile/recorder.ts';
import { summarize } from '../../profile/summarize.ts';
import type { Group } from '../lines/line.ts';

const milliseconds = 1_500;
const shown = 30;
/** Numbers far from those of the measurement. */
const start = 30_000_000;

/** Records what the store does in a group of lines. */
export async function profileGroup(
  group: Group,
  store: SqlStore,
  folder: string,
  engine: string,
): Promise<string> {
  const recorder = new Recorder();
  await recorder.start();
  const until = performance.now() + milliseconds;
  let count = 0;
  for (; performance.now() < until; count++) {
    for (const line of group.lines) await line.store(store, start + count);
  }
  const profile = await recorder.stop();
  const name = `${engine}-${group.lines.map((line) => line.name).join('-')}`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  const cost = (microseconds: number): string => (microseconds / count).toFixed(2).padStart(8);
  const lines = summarize(profile)
    .slice(0, shown)
    .map(({ where, self, total }) => `${cost(self)}  ${cost(total)}  ${where}`);
  return [`${name}: µs each (${count}), alone and with what it called`, ...lines].join('\n');
}
