import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createRelay,
  createScimServer,
  createWebhookSecret,
  defineExtension,
  defineResourceType,
  defineSchema,
  issueToken,
  type OutboxStore,
  type ProvisioningEvent,
  tokenAuthentication,
  User,
  verifyWebhook,
  webhook,
} from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { createSqlStore } from '@scimkit/sql';
import { describe, expect, it } from 'vitest';
import { patch, user } from './service.ts';

const opened = {
  memory: async () => createMemoryStore({ outbox: true }),
  sqlite: async () => {
    const store = createSqlStore({ sqlite: ':memory:', outbox: true });
    await store.migrate();
    return store;
  },
};

/** A receiver of webhooks on a socket of its own; it answers with the statuses given, then with 204. */
async function startReceiver(secret: string, statuses: number[] = []) {
  const received: ProvisioningEvent[] = [];
  const refused: unknown[] = [];
  const bodyOf = async (request: IncomingMessage) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  };
  const server = createServer(async (request, response) => {
    try {
      const { data } = await verifyWebhook({ headers: request.headers, body: await bodyOf(request), secret });
      const status = statuses.shift() ?? 204;
      if (status < 300) received.push(data);
      response
        .writeHead(status, { location: '/elsewhere' })
        .end(status === 204 ? undefined : 'x'.repeat(100_000));
    } catch (error) {
      refused.push(error);
      response.writeHead(401).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/hooks`, received, refused, close };
}

describe.each(Object.entries(opened))('from a SCIM request to a signed webhook, on %s', (_, open) => {
  it('delivers every change to another process, in order and once it has answered', async () => {
    const store = await open();
    const secret = createWebhookSecret();
    // The receiver is down, then redirects, then is too busy; it loses nothing by it.
    const receiver = await startReceiver(secret, [500, 302, 429]);
    let time = Date.now();
    const outbox: OutboxStore = store.outbox;
    const relay = createRelay({ outbox, deliver: webhook({ url: receiver.url, secret }), now: () => time });
    const server = createScimServer({ store, authenticate: tokenAuthentication({ connections: store }) });
    const { token } = await issueToken(store, { org: 'acme' });
    const send = async (method: string, path: string, body?: unknown) => {
      const response = await server.fetch(
        new Request(`https://app.example/scim/v2/acme${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      expect(response.status).toBeLessThan(300);
      const text = await response.text();
      return text === '' ? undefined : JSON.parse(text);
    };
    const { id } = await send('POST', '/Users', user('jo@example.com', { password: 'secret-secret' }));
    await send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: false }));
    await send('DELETE', `/Users/${id}`);
    await send('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: user('kim@example.com') },
        { method: 'POST', path: '/Users', bulkId: 'b', data: user('kim@example.com') },
      ],
    });
    const outcomes = [];
    for (let turn = 0; turn < 6; turn += 1) {
      outcomes.push(await relay.runOnce());
      time += 10_000;
    }
    expect(outcomes.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(4);
    expect(outcomes.reduce((sum, { failed }) => sum + failed, 0)).toBe(3);
    const [tenant] = await store.tenants();
    const mine = receiver.received.filter(({ resourceId }) => resourceId === id);
    expect(mine.map(({ kind, changed, path }) => [kind, changed, path])).toEqual([
      ['created', ['schemas', 'userName'], `/Users/${id}`],
      ['updated', ['active'], `/Users/${id}`],
      ['removed', ['schemas', 'userName', 'active'], `/Users/${id}`],
    ]);
    expect(receiver.received.filter(({ after }) => after?.userName === 'kim@example.com')).toHaveLength(1);
    expect(new Set(receiver.received.map((event) => event.tenant))).toEqual(new Set([tenant?.id]));
    expect(JSON.stringify(receiver.received)).not.toContain('secret');
    expect(receiver.refused).toEqual([]);
    await receiver.close();
  });

  it('an atomic bulk request that fails leaves no event, one that succeeds leaves all', async () => {
    const store = await open();
    const told: string[] = [];
    const server = createScimServer({
      store,
      authenticate: tokenAuthentication({ connections: store }),
      policies: { bulk: 'atomic' },
      hooks: { afterCommit: ({ id }) => void told.push(id) },
    });
    const { token } = await issueToken(store, { org: 'acme' });
    const bulk = async (...names: string[]) => {
      const body = JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: names.map((name) => ({ method: 'POST', path: '/Users', bulkId: name, data: user(name) })),
      });
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
      await server.fetch(
        new Request('https://app.example/scim/v2/acme/Bulk', { method: 'POST', headers, body }),
      );
    };
    await bulk('a', 'b', 'A');
    const claim = () => store.outbox.claim({ limit: 10, leaseMs: 1, now: Date.now() + 1000 });
    expect([await claim(), told]).toEqual([[], []]);
    await bulk('a', 'b');
    expect((await claim()).map(({ id }) => id).sort()).toEqual([...told].sort());
    expect(told).toHaveLength(2);
  });

  it('values of secrets are in no event, wherever a definition puts them and however they are sent', async () => {
    const pin = { type: 'string', secret: true, mutability: 'writeOnly', returned: 'never' } as const;
    const parts = { value: { type: 'string' }, pin } as const;
    const many = { type: 'complex', multiValued: true, subAttributes: parts } as const;
    const extension = 'urn:example:Vault';
    const Device = defineResourceType({
      name: 'Device',
      endpoint: '/Devices',
      schema: defineSchema({
        id: 'urn:example:Device',
        name: 'Device',
        attributes: {
          pin,
          serial: { type: 'string' },
          ports: many,
          lock: { type: 'complex', subAttributes: parts },
        },
      }),
      extensions: [
        { schema: defineExtension({ id: extension, name: 'Vault', attributes: { pin, doors: many } }) },
      ],
    });
    const store = await open();
    const hooked: unknown[] = [];
    const server = createScimServer({
      store,
      resourceTypes: [Device],
      authenticate: tokenAuthentication({ connections: store }),
      policies: { secrets: ({ value }) => `sealed-${value}` },
      hooks: {
        beforeWrite: (change) => void hooked.push(change),
        afterCommit: (event) => void hooked.push(event),
      },
    });
    const { token } = await issueToken(store, { org: 'acme' });
    const send = async (method: string, path: string, body: unknown) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
      const url = `https://app.example/scim/v2/acme${path}`;
      const response = await server.fetch(new Request(url, { method, headers, body: JSON.stringify(body) }));
      const text = await response.text();
      expect([response.status < 300, text]).toEqual([true, text]);
      return JSON.parse(text || '{}');
    };
    const secret = 'open-sesame';
    const device = (serial: string) => ({
      schemas: ['urn:example:Device', extension],
      serial,
      pin: secret,
      ports: [{ value: 'a', pin: secret }, { value: 'b' }],
      lock: { value: 'c', pin: secret },
      [extension]: { pin: secret, doors: [{ value: 'd', pin: secret }] },
    });
    const { id } = await send('POST', '/Devices', device('1'));
    const changes = patch(
      { op: 'replace', path: 'ports[value eq "a"]', value: { value: 'a', pin: `${secret}!` } },
      { op: 'replace', path: 'ports[value eq "a"].pin', value: `${secret}!!` },
      { op: 'add', path: 'ports', value: [{ value: 'e', pin: secret }] },
      { op: 'replace', path: 'lock.pin', value: `${secret}!` },
      { op: 'replace', path: `${extension}:doors[value eq "d"].pin`, value: `${secret}!` },
      {
        op: 'replace',
        value: { PIN: `${secret}!`, 'lock.pin': `${secret}!!`, [`${extension}:pin`]: `${secret}!` },
      },
    );
    await send('PATCH', `/Devices/${id}`, changes);
    await send('PUT', `/Devices/${id}`, device('2'));
    const { Operations } = await send('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'POST', path: '/Devices', bulkId: 'x', data: device('3') },
        { method: 'PATCH', path: `/Devices/${id}`, data: changes },
        { method: 'PUT', path: `/Devices/${id}`, data: device('4') },
        { method: 'DELETE', path: `/Devices/${id}` },
      ],
    });
    expect(Operations.map(({ status }: { status: string }) => status)).toEqual(['201', '200', '200', '204']);
    const events: unknown[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      const claimed = await store.outbox.claim({ limit: 10, leaseMs: 1_000, now: Date.now() + 1_000 });
      events.push(...claimed.map(({ data }) => data));
      await store.outbox.done(claimed, Date.now());
    }
    expect([events.length, hooked.length]).toEqual([7, 14]);
    expect(JSON.stringify([events, hooked])).not.toMatch(/sesame|sealed-/);
    // And the test looks at documents that have them.
    expect(JSON.stringify(events)).toContain('"ports":[{"value":"a"}');
  });

  it('a receiver with another secret takes nothing', async () => {
    const store = await open();
    const receiver = await startReceiver(createWebhookSecret());
    const server = createScimServer({ store, authenticate: tokenAuthentication({ connections: store }) });
    await server.resources('t').create(User, { userName: 'jo' });
    const deliver = webhook({ url: receiver.url, secret: createWebhookSecret() });
    expect(await createRelay({ outbox: store.outbox, deliver }).runOnce()).toMatchObject({ failed: 1 });
    expect([receiver.received.length, receiver.refused.length]).toEqual([0, 1]);
    await receiver.close();
  });
});
