import { createScimServer, type ResourceStore } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ask, atOnce, fails, get, listen, nothing, scope, serve } from './large-group.ts';

describe('a large group in one answer', () => {
  it('is read a page at a time, each when the one before has been taken', async () => {
    const service = await serve(50);
    const response = await get(service);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let taken = 0;
    let most = 0;
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      taken += 1;
      most = Math.max(most, chunk.value.byteLength);
      await new Promise((resolve) => setTimeout(resolve, 1));
      // One is on its way to the reader, one is what it asked for.
      expect(service.pages.length).toBeLessThanOrEqual(taken + 1);
    }
    expect(taken).toBe(52);
    expect(most).toBeLessThan(200 * atOnce);
    expect(response.headers.has('content-length')).toBe(false);
  });

  it('tells its version of the first page, and its log line when the last one is sent', async () => {
    const service = await serve(5, async (page, store, group) => {
      if (page === 3) {
        await store.update(scope, 'Group', group, {
          at: 1,
          deltas: [],
          want: nothing,
          next: ({ document }) => ({ document: { ...document, displayName: 'Renamed' }, keys: [] }),
        });
      }
    });
    const before = (await service.store.read(scope, 'Group', service.group, nothing))?.version;
    const response = await get(service);
    expect(service.exchanges).toEqual([]);
    const { members, meta, displayName } = JSON.parse(await response.text());
    expect(members).toHaveLength(6 * atOnce);
    expect([displayName, meta.version]).toEqual(['Everyone', `W/"${before}"`]);
    expect(response.headers.get('etag')).toBe(`W/"${before}"`);
    expect(service.exchanges).toEqual([expect.objectContaining({ status: 200, route: '/Groups/{id}' })]);
    expect(service.exchanges[0]).not.toHaveProperty('brokenOffBy');
    expect(service.exchanges[0]?.id).toBe(response.headers.get('x-request-id'));
    expect(service.errors).toEqual([]);
    expect([...service.tenants]).toEqual(['acme']);
  });

  it('lets others have their turn, also where store and reader never wait', async () => {
    const service = await serve(300);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    onTestFinished(() => clearInterval(timer));
    await (await get(service)).text();
    expect(turns).toBeGreaterThan(3);
  });

  it('answers HEAD without reading a page (HTTP-23)', async () => {
    const service = await serve(50);
    const response = await get(service, 'HEAD');
    expect([response.status, await response.text(), service.pages]).toEqual([200, '', []]);
    expect(response.headers.get('etag')).toMatch(/^W\/"/);
    expect(service.exchanges).toHaveLength(1);
    for (const adapter of ['node:http', 'express'] as const) {
      const client = ask(await listen(service.server, adapter), service.group, '1.1', 'HEAD');
      await vi.waitFor(() => expect(client.received()).toContain('\r\n\r\n'));
      expect(client.received()).toMatch(/^HTTP\/1.1 200 /);
      client.socket.destroy();
    }
    expect(service.pages).toEqual([]);
    expect(service.exchanges).toHaveLength(3);
  });

  it('stops reading when the body is cancelled, and says that the client left', async () => {
    const service = await serve(50);
    const reader = ((await get(service)).body as ReadableStream<Uint8Array>).getReader();
    for (let pieces = 0; pieces < 3; pieces += 1) await reader.read();
    await reader.cancel();
    const read = service.pages.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(service.pages.length).toBe(read);
    expect(read).toBeLessThan(6);
    expect(service.exchanges).toEqual([expect.objectContaining({ status: 200, brokenOffBy: 'client' })]);
    expect(service.errors).toEqual([]);
  });

  it('stops at an aborted request, which is no fault of the server', async () => {
    const controller = new AbortController();
    const service = await serve(50, (page) => {
      if (page === 3) controller.abort();
    });
    const response = await get(service, 'GET', controller.signal);
    await expect(response.text()).rejects.toThrow();
    expect(service.pages.length).toBeLessThan(6);
    expect(service.exchanges).toEqual([expect.objectContaining({ brokenOffBy: 'client' })]);
    expect(service.errors).toEqual([]);
  });
});

describe('an answer that fails on the way', () => {
  it('is an error for who reads it, and the log has the cause once', async () => {
    const service = await serve(50, fails);
    const response = await get(service);
    const error = await response.text().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).not.toContain('10.0.0.5');
    expect(error).toBeInstanceOf(Error);
    expect(service.errors).toEqual([
      {
        error: expect.objectContaining({ code: 'unavailable' }),
        during: 'GET /Groups/{id}',
        request: response.headers.get('x-request-id'),
      },
    ]);
    expect(service.exchanges).toEqual([expect.objectContaining({ status: 200, brokenOffBy: 'server' })]);
    expect(service.pages).toEqual(['1', '2', '3']);
  });

  it('is broken off when the group is removed meanwhile', async () => {
    const service = await serve(50, (page, store, group) =>
      page === 2 ? store.remove(scope, 'Group', group, { at: 1 }) : undefined,
    );
    await expect((await get(service)).text()).rejects.toThrow('removed');
    expect(service.exchanges).toEqual([expect.objectContaining({ brokenOffBy: 'server' })]);
    expect(service.errors).toHaveLength(1);
  });

  it('is broken off when the store says the same place again and again', async () => {
    const service = await serve(50);
    const stuck: ResourceStore = {
      ...service.store,
      read: async (...asked) => {
        const found = await service.store.read(...asked);
        return found && { ...found, membersNext: '1' };
      },
      memberPage: async () => ({ members: [], next: '1' }),
    };
    const server = createScimServer({
      store: stuck,
      authenticate: async () => ({ tenant: 'acme', id: 'okta', principal: 'test' }),
    });
    const response = await get({ ...service, server });
    await expect(response.text()).rejects.toThrow();
  });
});

describe('what is small stays one text', () => {
  it('with its length', async () => {
    const store = createMemoryStore();
    const server = createScimServer({
      store,
      authenticate: async () => ({ tenant: 'acme', id: 'okta', principal: 'test' }),
      limits: { membersAtOnce: 3 },
    });
    const ids: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      const made = await store.create(scope, 'User', { document: { userName: `${index}` }, keys: [], at: 0 });
      ids.push(made.after.id);
    }
    for (const [size, kind] of [
      [0, 'string'],
      [3, 'string'],
      [4, 'object'],
    ] as const) {
      const members = ids.slice(0, size).map((id) => ({ id }));
      const made = await store.create(scope, 'Group', { document: {}, keys: [], at: 0, members });
      const { body } = await server.handle({
        method: 'GET',
        base: 'https://app.example/scim/v2/acme',
        path: `/Groups/${made.after.id}`,
        query: '',
        params: {},
        header: () => undefined,
        body: async () => ({ kind: 'none' }),
      });
      expect(typeof body).toBe(kind);
    }
  });
});
