import { describe, expect, it } from 'vitest';
import { checkImports } from './check-imports.ts';

const check = (path: string, text: string) => checkImports([{ path, text }]);
const core = (path: string, text: string) => check(`packages/core/src/${path}`, text);

describe('rooms of core', () => {
  it.each([
    ['a room to the left', 'filter/compile.ts', "import { resolve } from '../schema/resolve.ts';"],
    ['its own room', 'filter/compile.ts', "import { parse } from './parse.ts';"],
    ['a type, for storage', 'storage/port.ts', "import type { FilterNode } from '../filter/node.ts';"],
    ['a re-exported type, for storage', 'storage/index.ts', "export type { A } from '../schema/a.ts';"],
    ['everything, for index', 'index.ts', "export * from './server.ts';\nexport * from './patch/index.ts';"],
    ['the page, for the server', 'server.ts', "import { pipeline } from './pipeline.ts';"],
    ['any room, for a test', 'filter/parse.test.ts', "import { createServer } from '../server.ts';"],
    ['a dependency', 'auth/token.ts', "import { sha256 } from '@noble/hashes/sha2.js';"],
  ])('may import %s', (_, path, text) => {
    expect(core(path, text)).toEqual([]);
  });

  it.each([
    ['a room to the right', 'filter/compile.ts', "import { plan } from '../patch/plan.ts';"],
    ['a type from a room to the right', 'errors/error.ts', "import type { A } from '../schema/a.ts';"],
    ['operations, for protocol the other way', 'operations/a.ts', "export * from '../protocol/b.ts';"],
    ['a value, for storage', 'storage/port.ts', "import { compile } from '../filter/compile.ts';"],
    ['an inline type, for storage', 'storage/port.ts', "import { type A } from '../filter/a.ts';"],
    ['profiles, for storage', 'storage/port.ts', "import type { P } from '../profiles/p.ts';"],
    ['the server, for the page', 'pipeline.ts', "import { x } from './server.ts';"],
    ['lazily what it may not at once', 'schema/a.ts', "const m = await import('../filter/b.ts');"],
    ['by a type query', 'schema/a.ts', "export type B = import('../filter/b.ts').B;"],
    ['a test', 'filter/parse.ts', "import { cases } from './parse.test.ts';"],
    ['itself by name', 'server.ts', "import { x } from '@scimkit/core';"],
    ['another package', 'server.ts', "import { x } from '@scimkit/memory';"],
    ['Node by its prefix', 'auth/token.ts', "import { createHash } from 'node:crypto';"],
    ['Node without its prefix', 'auth/token.ts', "import fs from 'fs/promises';"],
  ])('may not import %s', (_, path, text) => {
    expect(core(path, text)).toHaveLength(1);
  });

  it('names file, line and rooms', () => {
    expect(core('filter/a.ts', "\nimport { plan } from '../patch/plan.ts';")).toEqual([
      'packages/core/src/filter/a.ts:2: filter may not import patch',
    ]);
  });

  it('must stand in the table', () => {
    expect(core('helpers/a.ts', 'export {};')).toEqual([
      'packages/core/src/helpers/a.ts: core has no room "helpers"; add it to scripts/import-rules.ts',
    ]);
  });
});

describe('packages', () => {
  it.each([
    ['packages/node/src/index.ts', "import { createServer } from '@scimkit/core';"],
    ['packages/node/src/listen.ts', "import http from 'node:http';"],
    ['packages/express/src/index.ts', "import { handle } from '@scimkit/node';"],
    ['packages/memory/src/memory.test.ts', "import { storageContract } from '@scimkit/testkit';"],
    ['packages/bench/src/main.ts', "import { sqlStore } from '@scimkit/sql';"],
    ['examples/okta-server/src/main.ts', "import { scim } from '@scimkit/express';"],
  ])('%s may say %s', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  it.each([
    ['packages/node/src/index.ts', "import { a } from '@scimkit/express';"],
    ['packages/memory/src/index.ts', "import { contract } from '@scimkit/testkit';"],
    ['packages/node/src/index.ts', "import { a } from '@scimkit/core/dist/a.js';"],
    ['packages/sql/src/index.ts', "import { a } from '../../core/src/index.ts';"],
    ['packages/sql/src/index.test.ts', "import { a } from '../../core/src/index.ts';"],
    ['packages/memory/src/a.test.ts', "import { a } from '@scimkit/bench';"],
    ['examples/okta-server/src/main.ts', "import { a } from '../../../packages/sql/src/index.ts';"],
  ])('%s may not say %s', (path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });
});

describe('dependencies with one importer', () => {
  const file = (name: string) => ({ path: `packages/core/src/${name}`, text: "import 'ajv/dist/2020.js';" });
  const manifest = { home: 'packages/core', dependencies: ['ajv'] };

  it('are imported by one file', () => {
    expect(checkImports([file('schema/a.ts'), file('schema/a.test.ts')], [manifest])).toEqual([]);
  });

  it('are not imported by two', () => {
    expect(checkImports([file('schema/a.ts'), file('schema/b.ts')])).toEqual([
      'packages/core: exactly one file imports ajv, not packages/core/src/schema/a.ts, packages/core/src/schema/b.ts',
    ]);
  });

  it('are not left unused', () => {
    expect(checkImports([], [manifest])).toEqual(['packages/core: exactly one file imports ajv, not none']);
  });
});
