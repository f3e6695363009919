import { describe, expect, it, vi } from 'vitest';
import type { ConnectionStore, TokenRecord } from '../storage/connection-port.ts';
import { digestToken } from './digest-token.ts';
import { tokenAuthentication } from './token-authentication.ts';

/** One token of one tenant that goes by two names, a clock, and counts of what was asked. */
function setup(record: Partial<TokenRecord> = {}) {
  const clock = { at: 1_000_000 };
  let token: TokenRecord = {
    id: 't1',
    tenant: 'acme-id',
    digest: digestToken('secret'),
    label: 'Okta',
    createdAt: 1,
    ...record,
  };
  const tokenByDigest = vi.fn(async () => token);
  const touchToken = vi.fn(async () => undefined);
  const connections: Partial<ConnectionStore> = {
    tenantBySlug: async (slug) =>
      slug === 'acme' ? { id: 'acme-id', slug, status: 'active', createdAt: 1 } : undefined,
    tokenByDigest,
    touchToken,
  };
  // What is left out is never called.
  const authenticate = tokenAuthentication({
    connections: connections as ConnectionStore,
    now: () => clock.at,
  });
  const ask = async (text = 'secret', org = 'acme') =>
    (await authenticate({ params: { org }, header: () => `Bearer ${text}` }))?.id;
  const change = (to: Partial<TokenRecord>) => {
    token = { ...token, ...to };
  };
  return { clock, ask, change, tokenByDigest, touchToken };
}

describe('tokenAuthentication', () => {
  it('asks for a token once in cacheSeconds', async () => {
    const { clock, ask, tokenByDigest } = setup();
    for (const at of [0, 1, 4_999]) {
      clock.at = 1_000_000 + at;
      expect(await ask()).toBe('t1');
    }
    expect(tokenByDigest).toHaveBeenCalledTimes(1);
    clock.at = 1_005_000;
    expect(await ask()).toBe('t1');
    expect(tokenByDigest).toHaveBeenCalledTimes(2);
  });

  it('ends a revoked token within cacheSeconds, and an expired one at once', async () => {
    const { clock, ask, change } = setup({ expiresAt: 1_007_000 });
    expect(await ask()).toBe('t1');
    clock.at = 1_005_000;
    expect(await ask()).toBe('t1');
    clock.at = 1_007_000;
    expect(await ask()).toBeUndefined();
    change({ expiresAt: 2_000_000 });
    expect(await ask()).toBe('t1');
    change({ revokedAt: 1_007_001 });
    clock.at = 1_012_000;
    expect(await ask()).toBeUndefined();
  });

  it('takes no other token and no other organisation for the one it remembers', async () => {
    const { ask } = setup();
    expect(await ask()).toBe('t1');
    for (const [text, org] of [
      ['secre', 'acme'],
      ['secret2', 'acme'],
      ['secret', 'other'],
      ['secret', 'acm'],
      ['__proto__', 'acme'],
    ] as const) {
      expect(await ask(text, org)).toBeUndefined();
    }
  });

  it('drops what is over when it looks for another token', async () => {
    const { clock, ask, tokenByDigest } = setup();
    await ask();
    clock.at += 60_000;
    await ask('other');
    clock.at -= 60_000;
    // The look-up of another token has swept it out, though by this clock it would still hold.
    await ask();
    expect(tokenByDigest).toHaveBeenCalledTimes(3);
  });

  it('notes the use once a minute, and a note that fails is nobody’s trouble', async () => {
    const { clock, ask, touchToken } = setup();
    touchToken.mockRejectedValueOnce(new Error('down'));
    for (const at of [0, 1, 59_999]) {
      clock.at = 1_000_000 + at;
      expect(await ask()).toBe('t1');
    }
    expect(touchToken.mock.calls).toEqual([['acme-id', 't1', 1_000_000]]);
    clock.at = 1_060_000;
    await ask();
    expect(touchToken).toHaveBeenCalledTimes(2);
  });
});
