import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/**
 * PostgreSQL inside the process, with an empty database. To make one takes 1.5 to 3 s, to load one 0.4 s, so the first
 * that is made is kept for all test files; packages/sql loads the same.
 */
export async function startPglite(): Promise<PGlite> {
  const image = imageFile();
  if (!existsSync(image)) await makeImage(image);
  const pglite = new PGlite({ loadDataDir: new Blob([readFileSync(image)]) });
  await pglite.waitReady;
  return pglite;
}

/** Named by the release of PGlite, for another one may not be able to load it. */
function imageFile(): string {
  const installed = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const { version } = JSON.parse(readFileSync(join(installed, '../package.json'), 'utf8'));
  const cache = join(import.meta.dirname, '../../../node_modules/.cache/scimkit');
  return join(cache, `pglite-${version}.tar.gz`);
}

async function makeImage(image: string): Promise<void> {
  const pglite = new PGlite();
  await pglite.waitReady;
  const dump = await pglite.dumpDataDir('gzip');
  await pglite.close();
  mkdirSync(dirname(image), { recursive: true });
  // Several processes may do this at once: each has a file of its own, and all are as good.
  const own = `${image}.${crypto.randomUUID()}`;
  writeFileSync(own, new Uint8Array(await dump.arrayBuffer()));
  renameSync(own, image);
}
