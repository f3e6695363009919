import { describe, expect, it } from 'vitest';
import type { ProvisioningEvent } from '../storage/provisioning-event.ts';
import { DeliveryError } from './delivery-error.ts';
import { signWebhook } from './sign-webhook.ts';
import { verifyWebhook, WebhookVerificationError } from './verify-webhook.ts';
import { webhook } from './webhook.ts';
import { createWebhookSecret, webhookKeys } from './webhook-secret.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const event: ProvisioningEvent = {
  format: 1,
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  kind: 'updated',
  operation: 'patch',
  tenant: 't',
  connection: 'okta',
  principal: 'p',
  type: 'User',
  resourceId: 'u',
  path: '/Users/u',
  at: 1_700_000_000_123,
  version: '2',
  before: { userName: 'jo' },
  after: { userName: 'jo', title: 'é' },
  changed: ['title'],
  added: [],
  removed: [],
};
const now = () => 1_700_000_100_000;

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** A `fetch` that keeps what is sent, and answers with what it is told. */
function receiver(response: () => Response = () => new Response(undefined, { status: 204 })) {
  const sent: Sent[] = [];
  const send = async (url: string | URL | Request, init: RequestInit = {}) => {
    sent.push({ url: String(url), init });
    return response();
  };
  return { sent, fetch: send as typeof fetch };
}

const delivery = () => ({ attempt: 1, signal: new AbortController().signal });

/** Sends the event, and gives what was sent. */
async function posted(given: string | readonly string[] = secret) {
  const { sent, fetch } = receiver();
  await webhook({ url: 'https://crm.example/hook', secret: given, fetch, now })(event, delivery());
  const [first] = sent;
  if (first === undefined) throw new Error('Nothing was sent.');
  return { headers: new Headers(first.init.headers), body: String(first.init.body), sent: first };
}

describe('webhook', () => {
  it('signs as Standard Webhooks has it in its example', async () => {
    const content = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: '1614265330',
      body: '{"test": 2432232314}',
    };
    expect(await signWebhook(await webhookKeys(secret)(), content)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('posts the event under its id, and follows no redirect', async () => {
    const { headers, body, sent } = await posted();
    expect([sent.url, sent.init.method, sent.init.redirect]).toEqual([
      'https://crm.example/hook',
      'POST',
      'manual',
    ]);
    expect(headers.get('webhook-id')).toBe(event.id);
    expect(headers.get('webhook-timestamp')).toBe('1700000100');
    expect(headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(body)).toEqual({
      type: 'User.updated',
      timestamp: '2023-11-14T22:13:20.123Z',
      data: event,
    });
  });

  it('sends headers of the application, which cannot stand in place of its own', async () => {
    const { sent, fetch } = receiver();
    const headers = { Authorization: 'Bearer x', 'Webhook-Id': 'forged' };
    await webhook({ url: 'https://crm.example', secret, headers, fetch })(event, delivery());
    const got = new Headers(sent[0]?.init.headers);
    expect([got.get('authorization'), got.get('webhook-id')]).toEqual(['Bearer x', event.id]);
  });

  it.each([
    ['authorization', 'Bearer very\nsecret'],
    ['authorization', 'Bearer very\0secret'],
    ['x-token', 'very-secret ’'],
    ['x token', 'very-secret'],
    ['', 'very-secret'],
  ])(
    'refuses the header %j with a value that cannot be sent at once, and does not repeat it',
    (name, value) => {
      let message = '';
      try {
        webhook({ url: 'https://crm.example', secret, headers: { [name]: value } });
      } catch (error) {
        message = String(error);
      }
      expect(message).toMatch(/^TypeError: headers: /);
      expect(message).toContain(JSON.stringify(name));
      expect(message).not.toContain('secret');
    },
  );

  it('takes any 2xx for delivered, whatever the body, and does not read it', async () => {
    let pulled = 0;
    let cancelled = false;
    const endless = () =>
      new ReadableStream<Uint8Array>(
        {
          pull: (controller) => {
            pulled += 1;
            controller.enqueue(new Uint8Array(65_536));
          },
          cancel: () => {
            cancelled = true;
          },
        },
        { highWaterMark: 0 },
      );
    for (const status of [200, 202, 299]) {
      const { fetch } = receiver(() => new Response(endless(), { status }));
      await webhook({ url: 'https://crm.example', secret, fetch })(event, delivery());
    }
    expect([pulled, cancelled]).toEqual([0, true]);
  });

  it.each([
    [500, {}, 0, false],
    [429, { 'retry-after': '17' }, 17_000, false],
    [503, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 0, false],
    [404, {}, 0, false],
    [410, {}, 0, true],
  ])('status %i is not delivered', async (status, headers, retryAfter, permanent) => {
    const { fetch } = receiver(() => new Response('<secret page>', { status, headers }));
    const failure = Promise.resolve(
      webhook({ url: 'https://crm.example', secret, fetch })(event, delivery()),
    );
    const error = await failure.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DeliveryError);
    expect(error).toMatchObject({
      message: `The receiver answered with status ${status}.`,
      retryAfter,
      permanent,
    });
  });

  it('says in words that a redirect is not followed and that nobody answers, without the URL', async () => {
    const redirect = receiver(() => new Response(undefined, { status: 302, headers: { location: '/' } }));
    const down = { fetch: (() => Promise.reject(new TypeError('fetch failed'))) as typeof fetch };
    for (const [{ fetch }, words] of [
      [redirect, /redirect/],
      [down, /cannot be reached/],
    ] as const) {
      const deliver = webhook({ url: 'https://crm.example/very-secret-path', secret, fetch });
      const error = await Promise.resolve(deliver(event, delivery())).catch((reason: unknown) => reason);
      expect(String(error)).toMatch(words);
      expect(String(error)).not.toContain('very-secret-path');
    }
  });

  it.each([
    ['http://crm.example'],
    ['http://127.0.0.1.evil.example/'],
    ['http://localhost.evil.example/'],
    ['http://[::2]/'],
    ['ftp://crm.example'],
    ['file:///etc/passwd'],
    ['https://user:password@crm.example'],
    ['no url'],
  ])('refuses %s', (url) => {
    expect(() => webhook({ url, secret })).toThrow(TypeError);
  });

  it('sends http to this machine, and elsewhere when it is allowed', () => {
    for (const url of ['http://localhost:3000/', 'http://127.0.0.1/', 'http://[::1]:8080/x'])
      webhook({ url, secret });
    webhook({ url: 'http://crm.internal/', secret, allowHttp: true });
    expect(() => webhook({ url: 'ftp://crm.internal/', secret, allowHttp: true })).toThrow(TypeError);
  });

  it.each([['short'], ['whsec_'], ['whsec_%%%'], [`whsec_${'A'.repeat(100)}`], [[]]])(
    'refuses the secret %j, and does not repeat it',
    (given) => {
      let message = '';
      try {
        webhook({ url: 'https://crm.example', secret: given });
      } catch (error) {
        message = String(error);
      }
      expect(message).toMatch(/^TypeError: secret: /);
      if (typeof given === 'string' && given.length > 6) expect(message).not.toContain(given.slice(6));
    },
  );

  it('makes secrets that it takes, each another', () => {
    const made = new Set(Array.from({ length: 20 }, createWebhookSecret));
    expect(made.size).toBe(20);
    for (const each of made) expect(() => webhookKeys(each)).not.toThrow();
  });
});

describe('verifyWebhook', () => {
  it('takes what webhook sends, with headers in either form', async () => {
    const { headers, body } = await posted();
    for (const form of [headers, Object.fromEntries(headers)]) {
      expect((await verifyWebhook({ headers: form, body, secret, now })).data).toEqual(event);
    }
  });

  it('takes a message while secrets are exchanged, on either side first', async () => {
    const other = createWebhookSecret();
    const both = await posted([other, secret]);
    expect(both.headers.get('webhook-signature')?.split(' ')).toHaveLength(2);
    for (const known of [secret, other]) await verifyWebhook({ ...both, secret: known, now });
    const one = await posted(secret);
    await verifyWebhook({ ...one, secret: [other, secret], now });
    await expect(verifyWebhook({ ...one, secret: other, now })).rejects.toThrow(WebhookVerificationError);
  });

  it.each<[string, Record<string, string>, ((body: string) => string)?]>([
    ['another body', {}, (body) => body.replace('"é"', '"e"')],
    ['another id', { 'webhook-id': 'x' }],
    ['another time', { 'webhook-timestamp': '1700000101' }],
    ['a time that is none', { 'webhook-timestamp': '1e9' }],
    ['no signature', { 'webhook-signature': '' }],
    ['an empty signature', { 'webhook-signature': 'v1,' }],
    ['a signature that is no base64', { 'webhook-signature': 'v1,%%' }],
    ['a header without end', { 'webhook-id': 'x'.repeat(10_000) }],
  ])('refuses %s', async (_, forged, change = (body) => body) => {
    const { headers, body } = await posted();
    const message = { headers: { ...Object.fromEntries(headers), ...forged }, body: change(body) };
    await expect(verifyWebhook({ ...message, secret, now })).rejects.toThrow(WebhookVerificationError);
  });

  it('refuses a good signature that says it is of another version', async () => {
    const { headers, body } = await posted();
    headers.set('webhook-signature', (headers.get('webhook-signature') ?? '').replace('v1,', 'v1a,'));
    await expect(verifyWebhook({ headers, body, secret, now })).rejects.toThrow(/None of the signatures/);
  });

  it('refuses what is old or from the future, within the tolerance given', async () => {
    const message = await posted();
    const at = (seconds: number) => () => now() + seconds * 1000;
    for (const seconds of [-300, 300]) await verifyWebhook({ ...message, secret, now: at(seconds) });
    for (const seconds of [-301, 301]) {
      await expect(verifyWebhook({ ...message, secret, now: at(seconds) })).rejects.toThrow(/another time/);
    }
    await verifyWebhook({ ...message, secret, now: at(3_000), tolerance: 3_600 });
  });

  it.each([Number.NaN, -1])('refuses the tolerance %j, which would be none', async (tolerance) => {
    const message = await posted();
    const later = () => now() + 1e9;
    await expect(verifyWebhook({ ...message, secret, now: later, tolerance })).rejects.toThrow(
      /^tolerance: /,
    );
  });

  it.each(['null', '[]', '{}', '{"data":null}', '{"data":{"format":2,"id":"x"}}', 'no json'])(
    'refuses the signed body %s, which is no event',
    async (body) => {
      const content = { id: 'x', timestamp: '1700000100', body };
      const headers = {
        'webhook-id': 'x',
        'webhook-timestamp': content.timestamp,
        'webhook-signature': await signWebhook(await webhookKeys(secret)(), content),
      };
      await expect(verifyWebhook({ headers, body, secret, now })).rejects.toThrow(WebhookVerificationError);
    },
  );
});
