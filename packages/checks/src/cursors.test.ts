import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filtered, groupSchema, searchSchema, startService, type TestService, user } from './service.ts';
import { stores } from './stores.ts';

describe.each(Object.keys(stores))('cursor paging (RFC 9865) on %s', (store) => {
  let service: TestService;
  let now = Date.parse('2026-01-01T00:00:00Z');
  beforeAll(async () => {
    service = await startService(store, { now: () => now, cursors: { lifetime: 60 } });
    const titles = ['b', undefined, 'a', 'b', undefined, 'c', 'a'];
    for (const [index, title] of titles.entries()) {
      await service.send(
        'POST',
        '/Users',
        user(`u${index}@example.com`, title === undefined ? {} : { title }),
      );
    }
    for (const displayName of ['b', 'a', 'z'])
      await service.send('POST', '/Groups', { schemas: [groupSchema], displayName });
  });
  afterAll(() => service.close());

  /** Follows `nextCursor` to the end and checks the form of every page on the way. */
  async function walk(path: string, count: number): Promise<string[]> {
    const ids: string[] = [];
    let cursor = '';
    for (let page = 0; page < 20; page++) {
      const { status, body } = await service.send(
        'GET',
        `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}&count=${count}`,
      );
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body).not.toHaveProperty('startIndex');
      expect(body.itemsPerPage).toBe(body.Resources.length);
      expect(body.Resources.length).toBeLessThanOrEqual(count);
      ids.push(...body.Resources.map(({ id }: { id: string }) => id));
      if (body.nextCursor === undefined) return ids;
      expect(body.nextCursor).toMatch(/^[A-Za-z0-9._~-]+$/);
      expect(body.Resources).toHaveLength(count);
      cursor = body.nextCursor;
    }
    throw new Error('The cursors never came to an end.');
  }

  it.each([
    ['/Users', 2],
    ['/Users', 7],
    ['/Users?sortBy=userName&sortOrder=descending', 3],
    ['/Users?sortBy=title', 2],
    ['/Users?sortBy=title&sortOrder=descending', 2],
    ['/Users?sortBy=nickName', 3],
    ['/Users?filter=title%20pr', 2],
    ['/Users?filter=userName%20sw%20%22u%22&sortBy=meta.created', 4],
    ['/', 3],
    ['/?sortBy=displayName', 2],
    ['/?sortBy=title', 3],
    ['/?sortBy=title&sortOrder=descending', 2],
    ['/?sortBy=userName&sortOrder=descending', 1],
  ])('%s by %i: every resource once, in the order of index paging', async (path, count) => {
    const whole = await service.send('GET', path);
    const expected = whole.body.Resources.map(({ id }: { id: string }) => id);
    expect(await walk(path, count)).toEqual(expected);
  });

  it('tells the total on every page and a way back on all but the first', async () => {
    const first = (await service.send('GET', '/Users?cursor=&count=3&sortBy=title')).body;
    expect([first.totalResults, first.previousCursor]).toEqual([7, undefined]);
    const second = (await service.send('GET', `/Users?cursor=${first.nextCursor}&count=3&sortBy=title`)).body;
    expect(second.totalResults).toBe(7);
    const back = (await service.send('GET', `/Users?cursor=${second.previousCursor}&count=3&sortBy=title`))
      .body;
    expect(back.Resources).toEqual(first.Resources);
  });

  it('takes cursors in a search body', async () => {
    const request = { schemas: [searchSchema], cursor: '', count: 4 };
    const first = (await service.send('POST', '/Users/.search', request)).body;
    const second = (await service.send('POST', '/Users/.search', { ...request, cursor: first.nextCursor }))
      .body;
    expect([first.Resources.length, second.Resources.length, second.nextCursor]).toEqual([4, 3, undefined]);
  });

  it('asks for no resources and gets the total alone', async () => {
    const { body } = await service.send('GET', '/Users?cursor=&count=0');
    expect([body.totalResults, body.Resources, body.nextCursor]).toEqual([7, [], undefined]);
  });

  it('refuses cursors that are not of this request in the same words', async () => {
    const { nextCursor } = (await service.send('GET', '/Users?cursor=&count=2')).body;
    const flipped = `${nextCursor.slice(0, -1)}${nextCursor.endsWith('A') ? 'B' : 'A'}`;
    const other = await service.tokenFor('globex');
    const answers = [
      await service.send('GET', `/Users?cursor=${flipped}&count=2`),
      await service.send('GET', '/Users?cursor=garbage&count=2'),
      await service.send('GET', `/Users?cursor=${'A'.repeat(9_000)}&count=2`),
      await service.send('GET', `/Groups?cursor=${nextCursor}&count=2`),
      await service.send('GET', `${filtered('/Users', 'title pr')}&cursor=${nextCursor}&count=2`),
      await service.send('GET', `/Users?sortBy=title&cursor=${nextCursor}&count=2`),
      await service.send('GET', `/Users?attributes=userName&cursor=${nextCursor}&count=2`),
    ];
    const foreign = await service.server.fetch(
      new Request(`https://app.example/scim/v2/globex/Users?cursor=${nextCursor}&count=2`, {
        headers: { authorization: other },
      }),
    );
    const details = [...answers.map(({ body }) => body), await foreign.json()];
    for (const body of details)
      expect(body).toMatchObject({ status: '400', scimType: 'invalidCursor', detail: details[0].detail });
  });

  it('refuses another count, an expired cursor and startIndex beside a cursor', async () => {
    const { nextCursor } = (await service.send('GET', '/Users?cursor=&count=2')).body;
    expect((await service.send('GET', `/Users?cursor=${nextCursor}&count=3`)).body.scimType).toBe(
      'invalidCount',
    );
    expect((await service.send('GET', `/Users?cursor=${nextCursor}&startIndex=1`)).body.scimType).toBe(
      'invalidValue',
    );
    now += 61_000;
    expect((await service.send('GET', `/Users?cursor=${nextCursor}&count=2`)).body.scimType).toBe(
      'expiredCursor',
    );
  });

  it('neither repeats nor skips when others write between two pages', async () => {
    const first = (await service.send('GET', '/Users?cursor=&count=3&sortBy=userName')).body;
    const gone = first.Resources[1];
    await service.send('DELETE', `/Users/${gone.id}`);
    await service.send('POST', '/Users', user('u0a@example.com'));
    const second = (await service.send('GET', `/Users?cursor=${first.nextCursor}&count=3&sortBy=userName`))
      .body;
    const third = (await service.send('GET', `/Users?cursor=${second.nextCursor}&count=3&sortBy=userName`))
      .body;
    const rest = [...second.Resources, ...third.Resources].map(
      ({ userName }: { userName: string }) => userName,
    );
    expect(rest).toEqual(['u3@example.com', 'u4@example.com', 'u5@example.com', 'u6@example.com']);
  });
});
