import { defineConfig } from 'tsup';

/** How every published package is built: ES modules with declarations, one file for each entry. */
export const library = ({ entry = ['src/index.ts'], platform = 'node' as 'node' | 'neutral' } = {}) =>
  defineConfig({
    entry,
    platform,
    format: 'esm',
    target: 'node22',
    dts: true,
    sourcemap: true,
    clean: true,
    // `node:sqlite` exists only with its prefix.
    removeNodeProtocol: false,
  });
