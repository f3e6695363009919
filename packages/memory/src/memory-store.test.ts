import { bindContract, connectionContract, storageContract } from '@scimkit/testkit';
import { describe, it } from 'vitest';
import { createMemoryStore } from './memory-store.ts';

const open = () => ({ store: createMemoryStore() });

bindContract({ describe, it }, [...storageContract(open), ...connectionContract(open)]);
