/** Details of a {@link DeliveryError}. */
export interface DeliveryErrorOptions {
  /** Milliseconds before which a retry is in vain, as a receiver has said. */
  readonly retryAfter?: number;
  /** True when no retry can help: the event is parked at once. */
  readonly permanent?: boolean;
  readonly cause?: unknown;
}

/**
 * Why an event was not delivered. A deliverer may throw any error; this one says more about what to do next. Its message
 * is kept with the event, so it must hold no credential.
 *
 * @example
 * ```ts
 * import { type Deliver, DeliveryError } from '@scimkit/core';
 *
 * const deliver: Deliver = (event) => {
 *   if (event.type === 'Device') throw new DeliveryError('Nobody takes devices.', { permanent: true });
 * };
 * ```
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly retryAfter: number;
  readonly permanent: boolean;

  /**
   * @param message - A sentence for those who look at events that were not delivered.
   */
  constructor(message: string, options: DeliveryErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryAfter = options.retryAfter ?? 0;
    this.permanent = options.permanent ?? false;
  }
}
