import { describe, expect, it, vi } from 'vitest';
import { ask, atOnce, fails, listen, serve, watchConsole } from './large-group.ts';

describe('an answer that fails on the way', () => {
  it.each(['node:http', 'express'] as const)('ends in the middle of a chunk on %s', async (adapter) => {
    const console = watchConsole();
    const service = await serve(50, fails);
    const client = ask(await listen(service.server, adapter), service.group);
    await client.ended;
    expect(client.received()).toMatch(/^HTTP\/1.1 200 /);
    expect(client.received()).toContain('user-2999');
    expect(client.received()).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(client.received()).not.toContain('10.0.0.5');
    expect([service.errors.length, service.exchanges.length]).toEqual([1, 1]);
    // The log has been told; a second line elsewhere would say it twice.
    expect(console).not.toHaveBeenCalled();
  });

  it('resets the connection of HTTP/1.0, where the end of it would be the end of the answer', async () => {
    const service = await serve(50, fails);
    const client = ask(await listen(service.server, 'node:http'), service.group, '1.0');
    expect(await client.ended).toBe('ECONNRESET');
    expect(service.exchanges).toEqual([expect.objectContaining({ brokenOffBy: 'server' })]);
  });
});

describe.each(['node:http', 'express'] as const)('a slow client on %s', (adapter) => {
  it('is waited for, with a few pages in memory and no more', async () => {
    const last = 400;
    const service = await serve(last);
    const client = ask(await listen(service.server, adapter), service.group);
    client.socket.pause();
    await vi.waitFor(() => expect(service.pages.length).toBeGreaterThan(0));
    let read = -1;
    // What the sockets of both sides hold is read ahead; then nothing moves any more.
    await vi.waitFor(
      () => {
        const now = service.pages.length;
        const stands = now === read;
        read = now;
        expect(stands).toBe(true);
      },
      { interval: 100, timeout: 5000 },
    );
    expect(read).toBeLessThan(last / 2);
    expect(service.exchanges).toEqual([]);
    client.socket.resume();
    await vi.waitFor(() => expect(service.exchanges).toHaveLength(1), { timeout: 20_000 });
    await vi.waitFor(() => expect(client.received()).toMatch(/\r\n0\r\n\r\n$/), { timeout: 20_000 });
    expect(service.pages).toHaveLength(last);
    expect(service.exchanges[0]).not.toHaveProperty('brokenOffBy');
  });

  it('that goes away is not read for any more', async () => {
    const console = watchConsole();
    const service = await serve(400, () => new Promise((resolve) => setTimeout(resolve, 5)));
    const client = ask(await listen(service.server, adapter), service.group);
    await vi.waitFor(() => expect(client.received()).toContain('user-2999'));
    client.socket.destroy();
    await vi.waitFor(() => expect(service.exchanges).toHaveLength(1));
    const read = service.pages.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(service.pages.length).toBe(read);
    expect(read).toBeLessThan(400);
    expect(service.exchanges).toEqual([expect.objectContaining({ status: 200, brokenOffBy: 'client' })]);
    expect(service.errors).toEqual([]);
    expect(console).not.toHaveBeenCalled();
  });

  it('of HTTP/1.0 gets the whole answer without chunks', async () => {
    const service = await serve(5);
    const client = ask(await listen(service.server, adapter), service.group, '1.0');
    expect(await client.ended).toBe('end');
    const [head = '', body = ''] = client.received().split('\r\n\r\n');
    expect(head).not.toMatch(/transfer-encoding|content-length/i);
    expect(JSON.parse(body).members).toHaveLength(6 * atOnce);
  });

  it('can use its connection again', async () => {
    const service = await serve(5);
    const { socket, received } = ask(await listen(service.server, adapter), service.group);
    await vi.waitFor(() => expect(received()).toMatch(/\r\n0\r\n\r\n$/));
    const before = received().length;
    socket.write('GET /scim/v2/acme/Users HTTP/1.1\r\nHost: app.example\r\n\r\n');
    await vi.waitFor(() => expect(received().slice(before)).toContain('"totalResults":0'));
  });
});
