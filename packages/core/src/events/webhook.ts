import type { ProvisioningEvent } from '../storage/provisioning-event.ts';
import type { Deliver } from './deliver.ts';
import { type PostOptions, postTo } from './post-event.ts';
import { signWebhook } from './sign-webhook.ts';
import { type WebhookSecret, webhookKeys } from './webhook-secret.ts';

/** The body of a webhook, as Standard Webhooks has it. */
export interface WebhookMessage {
  /** The resource type's name and what happened: `User.created`. */
  readonly type: string;
  /** When it happened, in ISO 8601. */
  readonly timestamp: string;
  readonly data: ProvisioningEvent;
}

/** What {@link webhook} needs. */
export interface WebhookOptions extends PostOptions {
  /** As {@link createWebhookSecret} makes it. Of two, both sign: a receiver may exchange the one for the other in its time. */
  readonly secret: WebhookSecret;
  /** The clock, in epoch milliseconds; for tests. */
  readonly now?: () => number;
}

/**
 * Makes a deliverer that posts events to a URL, signed as Standard Webhooks has it: `webhook-id` (the event's id, the
 * same each time), `webhook-timestamp` and `webhook-signature`. Receivers need no library of ours to check them, and with
 * one it is {@link verifyWebhook}. Any status from 200 to 299 says that the event was taken; 410 parks it at once.
 *
 * @param options - Where to, and with which secret.
 * @returns A deliverer for {@link createRelay}.
 * @throws TypeError, in words, for a URL, a header or a secret that cannot be used.
 * @see https://www.standardwebhooks.com
 * @example
 * ```ts
 * import { createRelay, type OutboxStore, webhook } from '@scimkit/core';
 *
 * declare const outbox: OutboxStore;
 * declare const secret: string;
 *
 * createRelay({ outbox, deliver: webhook({ url: 'https://crm.example/hooks/scim', secret }) }).start();
 * ```
 */
export function webhook(options: WebhookOptions): Deliver {
  const post = postTo(options);
  const keys = webhookKeys(options.secret);
  const { now = Date.now } = options;
  return async (event, { signal }) => {
    const message: WebhookMessage = {
      type: `${event.type}.${event.kind}`,
      timestamp: new Date(event.at).toISOString(),
      data: event,
    };
    const content = {
      id: event.id,
      timestamp: String(Math.floor(now() / 1000)),
      body: JSON.stringify(message),
    };
    await post({
      headers: {
        'content-type': 'application/json',
        'webhook-id': content.id,
        'webhook-timestamp': content.timestamp,
        'webhook-signature': await signWebhook(await keys(), content),
      },
      body: content.body,
      signal,
    });
  };
}
