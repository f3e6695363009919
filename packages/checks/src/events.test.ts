import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createRelay,
  createScimServer,
  createWebhookSecret,
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
