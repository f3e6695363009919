import { createRelay, createScimServer, Group, type ProvisioningEvent, User } from '@scimkit/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { onServers, type TestDatabase } from '../test-support/engines.ts';

vi.setConfig({ testTimeout: 120_000 });

const producers = 4;
const usersEach = 40;

describe('with a server that has many connections', () => {
  if (onServers.length === 0) {
    it('no server is there, so relays do not compete; CONTRIBUTING.md says how to start some', () => {
      expect(onServers).toEqual([]);
    });
  }

  describe.each(onServers)('%s', (_, start) => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await start();
      await database.open().migrate();
    });
    afterAll(() => database.end());

    it(`${producers} producers and 2 relays: every event is delivered once, those of a resource in order`, async () => {
      const authenticate = () => Promise.reject(new Error('Nobody calls.'));
      const told: string[] = [];
      const delivered: ProvisioningEvent[] = [];
      const by: number[] = [0, 0];
      const underWay = new Set<string>();
      const relays = by.map((_count, relay) =>
        createRelay({
          outbox: database.open().outbox,
          interval: 5,
          deliver: async (event) => {
            // A resource is in one place at a time, whichever relay has it.
            expect(underWay).not.toContain(event.resourceId);
            underWay.add(event.resourceId);
            await new Promise((resolve) => setTimeout(resolve, 1));
            underWay.delete(event.resourceId);
            delivered.push(event);
            by[relay] = (by[relay] ?? 0) + 1;
          },
          report: (error, during) => failures.push(`${during}: ${error}`),
        }),
      );
      const failures: string[] = [];
      const stores = Array.from({ length: producers }, () => database.open({ outbox: true }));
      const servers = stores.map((store) =>
        createScimServer({
          store,
          authenticate,
          hooks: { afterCommit: ({ id }) => void told.push(id) },
        }),
      );
      const [first] = servers;
      const staff = await first?.resources('t').create(Group, { displayName: 'Staff' });
      for (const relay of relays) relay.start();
      await Promise.all(
        servers.map(async (server, producer) => {
          const resources = server.resources('t');
          for (let index = 0; index < usersEach; index += 1) {
            const { id } = await resources.create(User, { userName: `${producer}-${index}` });
            await resources.patch(User, id, [{ op: 'replace', path: 'title', value: 'x' }]);
            // All of them change one group, whose events have one order.
            await resources.patch(Group, staff?.id ?? '', [
              { op: 'add', path: 'members', value: [{ value: id }] },
            ]);
            if (index % 4 === 0) await resources.remove(User, id);
          }
        }),
      );
      const written = 1 + producers * usersEach * 3 + (producers * usersEach) / 4;
      expect(told).toHaveLength(written);
      await vi.waitFor(() => expect(delivered.length).toBeGreaterThanOrEqual(written), {
        timeout: 60_000,
        interval: 50,
      });
      for (const relay of relays) await relay.stop();

      expect(failures).toEqual([]);
      expect(delivered.map(({ id }) => id).sort()).toEqual([...told].sort());
      expect(Math.min(...by), 'one relay did all the work').toBeGreaterThan(0);
      const versions = new Map<string, number>();
      for (const { resourceId, version, kind } of delivered) {
        const last = versions.get(resourceId) ?? 0;
        // A removal has the version of the change before it; every other change has a later one.
        expect(Number(version) - last).toBeGreaterThanOrEqual(kind === 'removed' ? 0 : 1);
        versions.set(resourceId, Number(version));
      }
      expect(await database.query('select count(*) as n from @outbox').then(([row]) => Number(row?.n))).toBe(
        0,
      );
    });
  });
});
