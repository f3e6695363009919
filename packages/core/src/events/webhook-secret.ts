const prefix = 'whsec_';
/** Bytes of a secret, as Standard Webhooks has it. */
const shortest = 24;
const longest = 64;
/** More than two are no rotation, and each costs a signature. */
const mostSecrets = 4;

/** One secret, or several while they are being exchanged: all of them sign, any of them verifies. */
export type WebhookSecret = string | readonly string[];

/**
 * Makes a secret for {@link webhook} and {@link verifyWebhook}: `whsec_` and 32 random bytes in base64.
 *
 * @returns The secret, to be shown to the receiver once and kept like a password.
 * @example
 * ```ts
 * import { createWebhookSecret } from '@scimkit/core';
 *
 * const secret = createWebhookSecret();
 * ```
 */
export function createWebhookSecret(): string {
  return `${prefix}${toBase64(crypto.getRandomValues(new Uint8Array(32)))}`;
}

/** Keys of HMAC-SHA256, imported once and when they are needed first. */
export function webhookKeys(secret: WebhookSecret): () => Promise<readonly CryptoKey[]> {
  const all = typeof secret === 'string' ? [secret] : secret;
  if (all.length === 0 || all.length > mostSecrets) {
    throw new TypeError(`secret: one, or up to ${mostSecrets} while they are being exchanged.`);
  }
  const bytes = all.map(secretBytes);
  let keys: Promise<readonly CryptoKey[]> | undefined;
  return () => {
    keys ??= Promise.all(bytes.map(importKey));
    return keys;
  };
}

/** Bytes in base64. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Bytes of a base64 text; `undefined` when it is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

/** The error says nothing of the secret: it may be the right one with a slip. */
function secretBytes(secret: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret);
  if (bytes === undefined || bytes.length < shortest || bytes.length > longest) {
    throw new TypeError(
      `secret: ${prefix} and ${shortest} to ${longest} bytes in base64, as createWebhookSecret() makes it.`,
    );
  }
  return bytes;
}
