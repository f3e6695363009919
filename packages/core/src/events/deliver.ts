import type { ProvisioningEvent } from '../storage/provisioning-event.ts';

/** One attempt to deliver an event. */
export interface Delivery {
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the time of the attempt is over: what goes on afterwards may overlap with the next attempt. */
  readonly signal: AbortSignal;
}

/**
 * Delivers an event: a function of the application's, or what {@link webhook} makes. When it returns, the event is
 * delivered; when it throws, it is tried again later. The same event may come more than once, under the same id.
 */
export type Deliver = (event: ProvisioningEvent, delivery: Delivery) => void | Promise<void>;
