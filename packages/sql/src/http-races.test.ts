import { issueToken, type ScimServer } from '@scimkit/core';
import { createNodeListener } from '@scimkit/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqlStore } from './create-sql-store.ts';
import { onEngines, onServers, type TestDatabase } from './test-support/engines.ts';
import { type Answer, type Send, serve } from './test-support/serve.ts';
import { temporaryFolder } from './test-support/tenant.ts';

const file = temporaryFolder();
const listener = (scim: ScimServer) => createNodeListener(scim, { path: '/scim/v2/:org' });
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** As many as the pool has connections. */
const clients = 20;

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const user = (userName: string, more: object = {}) => ({ schemas: [userSchema], userName, ...more });
const group = (displayName: string) => ({ schemas: [groupSchema], displayName });
const patch = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});
const adding = (id: string) => patch({ op: 'add', path: 'members', value: [{ value: id }] });
const bulk = (Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  Operations,
});

/** How often each status was answered. Who is asked to come back is told when. */
function statusesOf(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status, retryAfter } of answers) {
    counts[status] = (counts[status] ?? 0) + 1;
    if (status === 503) expect(Number(retryAfter)).toBeGreaterThan(0);
  }
  return counts;
}

/** Sends until the server is not busy any more, as clients do. */
async function insist(send: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    const answer = await send();
    if (answer.status !== 503 || tries === 50) return answer;
    await new Promise((resolve) => setTimeout(resolve, 5 * tries));
  }
}

async function startSqlite(): Promise<Pick<TestDatabase, 'open' | 'end'>> {
  const path = file('http-races.db');
  return { open: () => createSqlStore({ sqlite: path }), end: async () => undefined };
}

function useService(start: () => Promise<Pick<TestDatabase, 'open' | 'end'>>) {
  let database: Pick<TestDatabase, 'open' | 'end'>;
  const closing: (() => void)[] = [];
  const services: { one: Send; atomic: Send } = { one: notYet, atomic: notYet };
  beforeAll(async () => {
    database = await start();
    const store = database.open();
    await store.migrate();
    const { token } = await issueToken(store, { org: 'acme' });
    const [one, atomic] = [
      await serve(listener, store, token),
      await serve(listener, store, token, { bulk: 'atomic' }),
    ];
    closing.push(one.close, atomic.close, () => void store.close());
    services.one = one.send;
    services.atomic = atomic.send;
    // The first of a type decides about columns; the races are about what they say.
    await one.send('POST', '/Users', user('first', { title: 'x' }));
    await one.send('POST', '/Groups', group('First'));
  });
  afterAll(async () => {
    for (const close of closing) close();
    await database.end();
  });
  return services;
}

async function notYet(): Promise<Answer> {
  throw new TypeError('It is started before the tests.');
}

describe.each(onServers)(`${clients} clients over HTTP on %s`, (_, start) => {
  const services = useService(start);
  const made = async (path: string, body: object) => {
    const answer = await services.one('POST', path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer;
  };

  it('of those who create the same userName one gets 201, the others 409', async () => {
    for (const round of times(5, String)) {
      const answers = await Promise.all(
        times(clients, () => services.one('POST', '/Users', user(`same${round}`))),
      );
      expect(statusesOf(answers)).toEqual({ 201: 1, 409: clients - 1 });
      const refused = answers.find(({ status }) => status === 409);
      expect(refused?.body).toMatchObject({ scimType: 'uniqueness' });
    }
  });

  it('of those who change with the same If-Match one gets 200, the others 412', async () => {
    const { body, version } = await made('/Users', user('versioned'));
    const answers = await Promise.all(
      times(clients, (index) =>
        services.one(
          'PATCH',
          `/Users/${body.id}`,
          patch({ op: 'replace', path: 'title', value: `${index}` }),
          { 'if-match': version },
        ),
      ),
    );
    expect(statusesOf(answers)).toEqual({ 200: 1, 412: clients - 1 });
  });

  it('of 100 members that are added to one group none is lost', async () => {
    const staff = (await made('/Groups', group('Staff'))).body.id;
    const ids = await Promise.all(
      times(100, async (index) => (await made('/Users', user(`m${index}`))).body.id as string),
    );
    const answers = await Promise.all(
      ids.map((id) => insist(() => services.one('PATCH', `/Groups/${staff}`, adding(id)))),
    );
    expect(answers.filter(({ status }) => status !== 200 && status !== 204)).toEqual([]);
    const { members } = (await services.one('GET', `/Groups/${staff}`)).body;
    expect(members.map(({ value }: { value: string }) => value).sort()).toEqual([...ids].sort());
  });

  it('who is removed while being added to groups is in none of them', async () => {
    const groups = await Promise.all(
      times(5, async (index) => (await made('/Groups', group(`g${index}`))).body.id as string),
    );
    const users = await Promise.all(
      times(10, async (index) => (await made('/Users', user(`gone${index}`))).body.id as string),
    );
    const answers = await Promise.all(
      users.flatMap((id) => [
        ...groups.map((each) => insist(() => services.one('PATCH', `/Groups/${each}`, adding(id)))),
        insist(() => services.one('DELETE', `/Users/${id}`)),
      ]),
    );
    // 400: the member is not there any more.
    expect(Object.keys(statusesOf(answers)).filter((status) => !/^(200|204|400)$/.test(status))).toEqual([]);
    for (const each of groups)
      expect((await services.one('GET', `/Groups/${each}`)).body.members ?? []).toEqual([]);
  });
});

describe.each([['sqlite', startSqlite] as const, ...onEngines])(
  'bulk requests that are atomic, beside single operations, on %s',
  (_, start) => {
    const services = useService(start);

    it('are seen as a whole or not at all, and nothing of theirs or of the others is lost', {
      timeout: 120_000,
    }, async () => {
      const make = async (path: string, body: object): Promise<string> => {
        const answer = await services.one('POST', path, body);
        expect(answer.status, JSON.stringify(answer.body)).toBe(201);
        return answer.body.id;
      };
      const shared: string[] = [];
      for (const index of times(4, Number))
        shared.push(await make('/Users', user(`shared${index}`, { title: 'start' })));
      const staff = await make('/Groups', group('Staff'));
      const joining: string[] = [];
      for (const index of times(40, Number)) joining.push(await make('/Users', user(`joins${index}`)));

      /** The same title for all, in either order, a pair of users, a member; some fail at the end. */
      const atomic = async (index: number) => {
        const order = index % 2 === 0 ? shared : shared.toReversed();
        const title = patch({ op: 'replace', path: 'title', value: `bulk${index}` });
        const fails = index % 5 === 4;
        const operations = [
          ...order.map((id) => ({ method: 'PATCH', path: `/Users/${id}`, data: title })),
          { method: 'POST', path: '/Users', bulkId: 'x', data: user(`pair${index}x`) },
          { method: 'POST', path: '/Users', bulkId: 'y', data: user(`pair${index}y`) },
          { method: 'PATCH', path: `/Groups/${staff}`, data: adding(joining[index] ?? '') },
          ...(fails ? [{ method: 'POST', path: '/Users', bulkId: 'z', data: user('shared0') }] : []),
        ];
        for (let tries = 0; ; tries += 1) {
          const answer = await insist(() => services.atomic('POST', '/Bulk', bulk(operations)));
          expect(answer.status).toBe(200);
          const entries: { status: string; response?: { status: string } }[] = answer.body.Operations;
          const statuses = entries.map(({ status }) => status);
          if (statuses.every((status) => status.startsWith('2'))) return { index, fails, done: true };
          // Undone as a whole: no entry may say that it was done.
          expect(statuses.filter((status) => status !== '409' && status !== '503')).toEqual([]);
          if (!statuses.includes('503') || tries === 50) return { index, fails, done: false };
          await new Promise((resolve) => setTimeout(resolve, 5 * tries));
        }
      };
      /** Two clients, who lock in opposite orders: PostgreSQL takes a second to see each deadlock. */
      const eachOf = async (client: number) => {
        const results = [];
        for (const round of times(5, Number)) results.push(await atomic(2 * round + client));
        return results;
      };
      /** Single operations on the same users and the same group. */
      const single = (index: number) =>
        insist(() =>
          index % 2 === 0
            ? services.one('PATCH', `/Groups/${staff}`, adding(joining[20 + index] ?? ''))
            : services.one(
                'PATCH',
                `/Users/${shared[index % 4]}`,
                patch({ op: 'add', path: 'emails', value: [{ value: `${index}@a.example`, type: 'work' }] }),
              ),
        );

      let running = true;
      const halves: string[] = [];
      const observe = async (): Promise<number> => {
        let looks = 0;
        for (; running; looks += 1) {
          const pairs = await services.one('GET', '/Users?filter=userName+sw+%22pair%22&count=1000');
          const names = new Set<string>(
            pairs.body.Resources?.map((each: { userName: string }) => each.userName),
          );
          for (const name of names) {
            const other = name.endsWith('x') ? name.replace(/x$/, 'y') : name.replace(/y$/, 'x');
            if (!names.has(other)) halves.push(name);
          }
          const list = await services.one('GET', '/Users?filter=userName+sw+%22shared%22');
          const titles = new Set(list.body.Resources?.map((each: { title: string }) => each.title));
          if (titles.size !== 1) halves.push([...titles].join());
        }
        return looks;
      };
      const watching = observe();
      const [bulks, singles] = await Promise.all([
        Promise.all(times(2, eachOf)).then((results) => results.flat()),
        Promise.all(times(20, single)),
      ]);
      running = false;
      expect(await watching).toBeGreaterThan(0);
      expect(halves).toEqual([]);
      expect(singles.filter(({ status }) => status !== 200 && status !== 204)).toEqual([]);
      for (const { fails, done } of bulks) expect(done).toBe(!fails);

      const { members } = (await services.one('GET', `/Groups/${staff}`)).body;
      const expected = [
        ...bulks.filter(({ done }) => done).map(({ index }) => joining[index]),
        ...times(20, Number).flatMap((index) => (index % 2 === 0 ? [joining[20 + index]] : [])),
      ];
      expect(members.map(({ value }: { value: string }) => value).sort()).toEqual(expected.sort());
      const addresses: string[] = [];
      for (const id of shared) {
        const { emails = [] } = (await services.one('GET', `/Users/${id}`)).body;
        addresses.push(...emails.map(({ value }: { value: string }) => value));
      }
      expect(addresses.sort()).toEqual(
        times(20, Number)
          .filter((index) => index % 2 === 1)
          .map((index) => `${index}@a.example`)
          .sort(),
      );
    });
  },
);
