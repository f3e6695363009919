import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bindContract, connectionContract, storageContract } from '@scimkit/testkit';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';

async function inMemory() {
  const store = createSqlStore({ sqlite: ':memory:' });
  await store.migrate();
  return { store, close: store.close };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimkit-sql-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One file for all cases, so that each meets what the others have left. */
async function inFile() {
  const store = createSqlStore({ sqlite: join(folder, 'contract.db'), durability: 'process-crash' });
  await store.migrate();
  return { store, close: store.close };
}

describe('in memory', () => {
  bindContract({ describe, it }, storageContract(inMemory));
  bindContract({ describe, it }, connectionContract(inMemory));
});

describe('in a file', () => {
  bindContract({ describe, it }, storageContract(inFile));
  bindContract({ describe, it }, connectionContract(inFile));
});
