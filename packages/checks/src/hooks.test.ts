import {
  type ChangeEvent,
  type Exchange,
  type Log,
  type PendingChange,
  ScimError,
  type Target,
} from '@scimkit/core';
import { describe, expect, it } from 'vitest';
import { groupSchema, patch, startService, user } from './service.ts';
import { stores } from './stores.ts';

describe.each(Object.keys(stores))('hooks, secrets and log on %s', (store) => {
  it('asks before every operation', async () => {
    const asked: Target[] = [];
    const service = await startService(store, {
      hooks: {
        authorize: (connection, target) => {
          expect(connection.tenant).not.toBe('');
          asked.push(target);
          return target.operation !== 'remove';
        },
      },
    });
    const { id } = (await service.send('POST', '/Users', user('h@example.com'))).body;
    await service.send('GET', '/Users');
    expect((await service.send('DELETE', `/Users/${id}`)).status).toBe(403);
    expect(asked).toEqual([
      { operation: 'create', type: 'User' },
      { operation: 'list', type: 'User' },
      { operation: 'remove', type: 'User', id },
    ]);
    await service.close();
  });

  it('lets the application refuse a write, and tells it what was committed', async () => {
    const pending: PendingChange[] = [];
    const events: ChangeEvent[] = [];
    const service = await startService(store, {
      hooks: {
        beforeWrite: (change) => {
          pending.push(change);
          if (change.operation === 'remove') throw new ScimError(403, 'Users stay here.');
        },
        afterCommit: (event) => {
          events.push(event);
        },
      },
    });
    const { id } = (
      await service.send('POST', '/Users', user('h@example.com', { password: 'secret-secret' }))
    ).body;
    await service.send(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'replace', value: { title: 'T', password: 'secret-again' } }),
    );
    await service.send('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { title: 'T' } }));
    const refused = await service.send('DELETE', `/Users/${id}`);
    expect([refused.status, refused.body.detail]).toEqual([403, 'Users stay here.']);
    const group = (await service.send('POST', '/Groups', { schemas: [groupSchema], displayName: 'G' })).body
      .id;
    await service.send(
      'PATCH',
      `/Groups/${group}`,
      patch({ op: 'add', path: 'members', value: [{ value: id }] }),
    );
    expect(JSON.stringify([pending, events])).not.toContain('secret');
    expect(events.map(({ kind, type, changed }) => [kind, type, changed])).toEqual([
      ['created', 'User', ['schemas', 'userName']],
      ['updated', 'User', ['title']],
      ['created', 'Group', ['schemas', 'displayName']],
      ['updated', 'Group', ['members']],
    ]);
    expect(events[1]).toMatchObject({
      resourceId: id,
      before: { userName: 'h@example.com' },
      after: { title: 'T' },
    });
    expect(events[3]).toMatchObject({ resourceId: group, added: [{ type: 'User', id }], removed: [] });
    await service.close();
  });

  it('keeps a password only as what the policy makes of it, and never shows it', async () => {
    const sealed: string[] = [];
    const service = await startService(store, {
      policies: {
        secrets: ({ value, path }) => {
          if (value.length < 8)
            throw new ScimError(400, `${path} is too short.`, { scimType: 'invalidValue' });
          sealed.push(value);
          return `hash-of-${value.length}`;
        },
      },
    });
    const created = await service.send(
      'POST',
      '/Users',
      user('p@example.com', { password: 'correct horse' }),
    );
    expect(created.status).toBe(201);
    const { id } = created.body;
    for (const body of [
      { op: 'replace', path: 'password', value: 'battery staple' },
      { op: 'replace', value: { password: 'another one', active: true } },
    ]) {
      const patched = await service.send('PATCH', `/Users/${id}?attributes=password,userName`, patch(body));
      expect(patched.status).toBe(200);
      expect(patched.body).not.toHaveProperty('password');
    }
    const read = await service.send('GET', `/Users/${id}`);
    expect(read.text).not.toMatch(/hash-of|horse|staple|another/);
    const short = await service.send('PUT', `/Users/${id}`, user('p@example.com', { password: 'short' }));
    expect([short.status, short.body.detail]).toEqual([400, 'password is too short.']);
    expect(sealed).toEqual(['correct horse', 'battery staple', 'another one']);
    await service.close();
  });

  it('tells a log that is an object of a class', async () => {
    class Journal implements Log {
      readonly lines: string[] = [];
      exchange({ method, status }: Exchange) {
        this.lines.push(`${method} ${status}`);
      }
      error(error: unknown) {
        this.lines.push(String(error));
      }
    }
    const log = new Journal();
    const fail = () => {
      throw new Error('mail server down');
    };
    const service = await startService(store, { log, hooks: { afterCommit: fail } });
    await service.send('POST', '/Users', user('j@example.com'));
    expect(log.lines).toEqual(['Error: mail server down', 'POST 201']);
    await service.close();
  });

  it('goes on when a hook or the log fails, and says so to the log alone', async () => {
    const faults: string[] = [];
    const exchanges: Exchange[] = [];
    const service = await startService(store, {
      hooks: {
        afterCommit: () => {
          throw new Error('mail server down');
        },
        authorize: (_, { operation }) => {
          if (operation === 'list') throw new Error('secret internals');
          return true;
        },
      },
      log: {
        exchange: (exchange) => {
          exchanges.push(exchange);
          throw new Error('disk full');
        },
        error: (error, during) => faults.push(`${during}: ${(error as Error).message}`),
      },
    });
    expect((await service.send('POST', '/Users', user('f@example.com'))).status).toBe(201);
    const failed = await service.send('GET', '/Users');
    expect(failed.status).toBe(500);
    expect(failed.text).not.toContain('internals');
    expect(failed.body.detail).toContain(failed.headers.get('x-request-id'));
    expect(faults).toEqual(['afterCommit: mail server down', 'GET /Users: secret internals']);
    expect(exchanges.map(({ method, route, status }) => [method, route, status])).toEqual([
      ['POST', '/Users', 201],
      ['GET', '/Users', 500],
    ]);
    expect(JSON.stringify(exchanges)).not.toContain(service.token);
    await service.close();
  });
});
