import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
/** Sources first; the rest is what Vite takes for Node by itself. */
const conditions = ['@scimkit/source', 'module', 'node', 'development|production'];

/** One project for every folder that has sources, named by its path. */
const folders = ['packages', 'examples']
  .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
  .filter((folder) => existsSync(join(root, folder, 'src')));

const project = (folder: string, include: string[]) => ({
  extends: true as const,
  test: { name: folder, root: join(root, folder), include },
});

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // No test measures time, and PostgreSQL inside the process (PGlite) takes seconds to start, more on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    execArgv: ['--conditions=@scimkit/source', '--disable-warning=ExperimentalWarning'],
    reporters: ['default', join(root, 'scripts/vitest-counts.ts')],
    projects: [
      ...folders.map((folder) => project(folder, ['src/**/*.test.ts'])),
      project('scripts', ['*.test.ts']),
    ],
  },
});
