import { type SignedContent, signedBytes } from './sign-webhook.ts';
import type { WebhookMessage } from './webhook.ts';
import { fromBase64, type WebhookSecret, webhookKeys } from './webhook-secret.ts';

/** What came in, and what to check it with. */
export interface VerifyWebhookOptions {
  /** The headers of the request: a `Headers`, or Node's record of lower-cased names. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came, byte for byte: parsed and written again it is another one. */
  readonly body: string;
  /** The secret, or both while they are being exchanged. */
  readonly secret: WebhookSecret;
  /** How many seconds the message's time may be off; 300 by default. What is older may be a repetition by somebody else. */
  readonly tolerance?: number;
  /** The clock, in epoch milliseconds; for tests. */
  readonly now?: () => number;
}

/** Why a message is not to be believed. The words are for the receiver's log; the sender gets a 401 and no more. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}

/** So many signatures are looked at: each costs a hash over the body. */
const mostSignatures = 8;
const longestHeader = 2_048;

/**
 * Checks a webhook on the receiving side: that it was signed with the secret, not long ago. The same message may still come
 * twice, under the same `data.id`.
 *
 * @param options - Headers, body and secret.
 * @returns The message.
 * @throws WebhookVerificationError when it is not to be believed, TypeError for a secret or a tolerance that is none.
 * @see https://www.standardwebhooks.com
 * @example
 * ```ts
 * import { verifyWebhook } from '@scimkit/core';
 *
 * declare const secret: string;
 *
 * async function receive(request: Request): Promise<Response> {
 *   const { data } = await verifyWebhook({ headers: request.headers, body: await request.text(), secret });
 *   console.log(data.id, data.kind, data.resourceId);
 *   return new Response(undefined, { status: 204 });
 * }
 * ```
 */
export async function verifyWebhook(options: VerifyWebhookOptions): Promise<WebhookMessage> {
  const { body, secret, tolerance = 300, now = Date.now } = options;
  // Nothing is more than NaN: a setting that was misread would let every repetition in.
  if (!(tolerance >= 0)) throw new TypeError(`tolerance: a number of seconds from 0, not ${tolerance}.`);
  const header = (name: string): string => {
    const value = headerOf(options.headers, name);
    if (value === undefined || value === '' || value.length > longestHeader) {
      throw new WebhookVerificationError(`The header ${name} is missing or too long.`);
    }
    return value;
  };
  const content: SignedContent = { id: header('webhook-id'), timestamp: header('webhook-timestamp'), body };
  if (!/^\d{1,12}$/.test(content.timestamp)) {
    throw new WebhookVerificationError('The header webhook-timestamp is no number of seconds.');
  }
  if (!(await isSigned(await webhookKeys(secret)(), content, header('webhook-signature')))) {
    throw new WebhookVerificationError('None of the signatures was made with the secret.');
  }
  // Only now: whoever cannot sign learns nothing of the clock.
  if (Math.abs(now() / 1000 - Number(content.timestamp)) > tolerance) {
    throw new WebhookVerificationError(
      `The message is from another time than the last ${tolerance} seconds.`,
    );
  }
  return readMessage(content);
}

async function isSigned(
  keys: readonly CryptoKey[],
  content: SignedContent,
  signatures: string,
): Promise<boolean> {
  const bytes = signedBytes(content);
  const candidates = signatures.split(' ').filter((each) => each.startsWith('v1,'));
  for (const candidate of candidates.slice(0, mostSignatures)) {
    const signature = fromBase64(candidate.slice(3));
    if (signature === undefined) continue;
    for (const key of keys) {
      // Takes the same time wherever the signature differs.
      if (await crypto.subtle.verify('HMAC', key, signature, bytes)) return true;
    }
  }
  return false;
}

function readMessage({ id, body }: SignedContent): WebhookMessage {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch (cause) {
    throw new WebhookVerificationError('The body is no JSON.', { cause });
  }
  if (!isMessage(message) || message.data.id !== id) {
    throw new WebhookVerificationError('The body is no event, or that of another id.');
  }
  return message;
}

/** Whoever has the secret has made it, so the form is looked at only as far as it may differ by release. */
function isMessage(value: unknown): value is WebhookMessage {
  if (typeof value !== 'object' || value === null || !('data' in value)) return false;
  const { data } = value;
  return typeof data === 'object' && data !== null && 'format' in data && data.format === 1 && 'id' in data;
}

function headerOf(headers: VerifyWebhookOptions['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  // A header that comes twice is no header of ours.
  return typeof value === 'string' ? value : undefined;
}
