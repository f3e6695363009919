import { StoreError, type TokenRecord } from '@scimkit/core';

/** The tokens of one tenant. Digests are copied in and out, because bytes cannot be frozen. */
export class TokenTable {
  readonly #byId = new Map<string, TokenRecord>();
  /** The id of a token by its digest in hexadecimal. */
  readonly #byDigest = new Map<string, string>();

  add(token: TokenRecord): void {
    const digest = hex(token.digest);
    if (this.#byId.has(token.id)) throw new StoreError('conflict', `The token id ${token.id} is taken.`);
    if (this.#byDigest.has(digest)) throw new StoreError('conflict', 'The tenant has this token already.');
    this.#byId.set(token.id, copy(token));
    this.#byDigest.set(digest, token.id);
  }

  byDigest(digest: Uint8Array): TokenRecord | undefined {
    const token = this.#byId.get(this.#byDigest.get(hex(digest)) ?? '');
    return token === undefined ? undefined : copy(token);
  }

  all(): readonly TokenRecord[] {
    return Array.from(this.#byId.values(), copy);
  }

  /** The first revocation counts. */
  revoke(id: string, at: number): void {
    const token = this.#byId.get(id);
    if (token !== undefined && token.revokedAt === undefined) this.#byId.set(id, { ...token, revokedAt: at });
  }

  /** Calls may overtake each other; the latest use counts. */
  touch(id: string, at: number): void {
    const token = this.#byId.get(id);
    if (token !== undefined && at > (token.lastUsedAt ?? Number.NEGATIVE_INFINITY)) {
      this.#byId.set(id, { ...token, lastUsedAt: at });
    }
  }
}

function copy(token: TokenRecord): TokenRecord {
  return { ...token, digest: token.digest.slice() };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
