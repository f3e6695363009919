import process from 'node:process';
import { bindContract, connectionContract, outboxContract, storageContract } from '@scimkit/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { onEngines, serverVariables, type TestDatabase } from './test-support/engines.ts';

// A database inside the process has one thread, and other files run meanwhile.
vi.setConfig({ testTimeout: 60_000 });

const missing = serverVariables.filter(({ variable }) => !process.env[variable]);
const ran = ['sqlite', ...onEngines.map(([name]) => name)].join(', ');
const rest = missing.map(({ name, variable }) => `${name} (set ${variable})`).join(', ');

it(`engines that run: ${ran}; not reached: ${rest || 'none'}`, () => {
  console.log(`engines that run: ${ran}; not reached: ${rest || 'none'}`);
  expect(onEngines.length).toBe(1 + serverVariables.length - missing.length);
});

describe.each(onEngines)('contract on %s', (_, start) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await start();
    await database.open().migrate();
  }, 60_000);
  afterAll(() => database.end());

  const open = (options: { readonly outbox?: boolean } = {}) => {
    const store = database.open(options);
    return { store, close: store.close };
  };
  bindContract(
    { describe, it },
    storageContract(() => open()),
  );
  bindContract(
    { describe, it },
    connectionContract(() => open()),
  );
  bindContract(
    { describe, it },
    outboxContract(() => open({ outbox: true })),
  );
});
