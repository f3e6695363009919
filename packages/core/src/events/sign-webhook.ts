import { toBase64 } from './webhook-secret.ts';

/** What a signature is made over. */
export interface SignedContent {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly body: string;
}

/** The bytes that are signed: id, time and body, so that none of them can be exchanged for another's. */
export function signedBytes({ id, timestamp, body }: SignedContent): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${id}.${timestamp}.${body}`);
}

/** The value of `webhook-signature`: one signature for each key, with a space between. */
export async function signWebhook(keys: readonly CryptoKey[], content: SignedContent): Promise<string> {
  const bytes = signedBytes(content);
  const signatures = await Promise.all(keys.map((key) => crypto.subtle.sign('HMAC', key, bytes)));
  return signatures.map((signature) => `v1,${toBase64(new Uint8Array(signature))}`).join(' ');
}
