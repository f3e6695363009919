import { bindContract, connectionContract, outboxContract, storageContract } from '@scimkit/testkit';
import { describe, it } from 'vitest';
import { createMemoryStore } from './memory-store.ts';

const open = () => ({ store: createMemoryStore() });

const openWithOutbox = () => ({ store: createMemoryStore({ outbox: true }) });

bindContract({ describe, it }, [
  ...storageContract(open),
  ...connectionContract(open),
  ...outboxContract(openWithOutbox),
]);

describe('with an outbox', () => {
  bindContract({ describe, it }, storageContract(openWithOutbox));
});
