import type { OutboxUnderTest } from './outbox-under-test.ts';

/** A rule of the outbox. */
export interface OutboxRule {
  readonly name: string;
  readonly prove: (outbox: OutboxUnderTest) => Promise<void>;
}
