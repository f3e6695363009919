import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bindContract, connectionContract, outboxContract, storageContract } from '@scimkit/testkit';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';

async function inMemory(options: { readonly outbox?: boolean } = {}) {
  const store = createSqlStore({ sqlite: ':memory:', ...options });
  await store.migrate();
  return { store, close: store.close };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimkit-sql-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One file for all cases, so that each meets what the others have left. */
async function inFile(options: { readonly outbox?: boolean } = {}) {
  const file = join(folder, 'contract.db');
  const store = createSqlStore({ sqlite: file, durability: 'process-crash', ...options });
  await store.migrate();
  return { store, close: store.close };
}

describe('in memory', () => {
  bindContract(
    { describe, it },
    storageContract(() => inMemory()),
  );
  bindContract(
    { describe, it },
    connectionContract(() => inMemory()),
  );
  bindContract(
    { describe, it },
    outboxContract(() => inMemory({ outbox: true })),
  );
});

describe('in a file', () => {
  bindContract(
    { describe, it },
    storageContract(() => inFile()),
  );
  bindContract(
    { describe, it },
    connectionContract(() => inFile()),
  );
  bindContract(
    { describe, it },
    outboxContract(() => inFile({ outbox: true })),
  );
});
