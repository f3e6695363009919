import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patch, startService, type TestService, user } from './service.ts';
import { stores } from './stores.ts';

describe.each(Object.keys(stores))('versions on %s', (store) => {
  let service: TestService;
  let id: string;
  /** What stands between the quotes of the current entity tag; opaque, and different on every store. */
  let current: string;
  beforeEach(async () => {
    service = await startService(store);
    const { body } = await service.send('POST', '/Users', user('v@example.com'));
    id = body.id;
    current = body.meta.version.slice(3, -1);
  });

  const filledIn = (tag: string) => tag.replaceAll('{now}', current);
  afterEach(() => service.close());

  const title = (value: string) => patch({ op: 'replace', path: 'title', value });

  it.each([
    ['W/"{now}"', 304],
    ['"{now}"', 304],
    ['"x", W/"{now}"', 304],
    ['*', 304],
    ['W/"other"', 200],
  ])('GET with If-None-Match %s: %i', async (tag, status) => {
    const answer = await service.send('GET', `/Users/${id}?attributes=userName`, undefined, {
      'if-none-match': filledIn(tag),
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('etag')).toBe(`W/"${current}"`);
    if (status === 304) expect([answer.text, answer.headers.get('content-type')]).toEqual(['', null]);
  });

  it.each([
    ['W/"{now}"', 200],
    ['"{now}"', 200],
    ['{now}', 200],
    ['"7", W/"{now}"', 200],
    ['*', 200],
    ['W/"other"', 412],
    ['"7", "8"', 412],
  ])('PATCH with If-Match %s: %i', async (tag, status) => {
    const answer = await service.send('PATCH', `/Users/${id}`, title('T'), { 'if-match': filledIn(tag) });
    expect(answer.status).toBe(status);
    const after = (await service.send('GET', `/Users/${id}`)).body;
    expect(after.title).toBe(status === 200 ? 'T' : undefined);
    expect(after.meta.version !== `W/"${current}"`).toBe(status === 200);
  });

  it.each([
    ['*', 412],
    ['W/"{now}"', 412],
    ['"7", "{now}"', 412],
    ['W/"other"', 200],
  ])('writes with If-None-Match %s: %i', async (tag, status) => {
    const headers = { 'if-none-match': filledIn(tag) };
    const put = user('v@example.com', { title: 'P' });
    for (const [method, body] of [
      ['PUT', put],
      ['PATCH', title('T')],
      ['DELETE', undefined],
    ] as const) {
      const before = (await service.send('GET', `/Users/${id}`)).text;
      const answer = await service.send(method, `/Users/${id}`, body, headers);
      expect([method, answer.status]).toEqual([method, status === 200 && method === 'DELETE' ? 204 : status]);
      if (status === 412) {
        expect(answer.body.detail).toContain('If-None-Match');
        expect((await service.send('GET', `/Users/${id}`)).text).toBe(before);
      }
    }
    expect((await service.send('PUT', '/Users/nobody', put, headers)).status).toBe(404);
  });

  it('honours If-Match on DELETE', async () => {
    expect(
      (await service.send('DELETE', `/Users/${id}`, undefined, { 'if-match': 'W/"other"' })).status,
    ).toBe(412);
    expect(
      (await service.send('DELETE', `/Users/${id}`, undefined, { 'if-match': `W/"${current}"` })).status,
    ).toBe(204);
  });

  it('lets exactly one of two writers with the same tag win', async () => {
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((value) =>
        service.send('PATCH', `/Users/${id}`, title(value), { 'if-match': `W/"${current}"` }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it('loses no update of writers without a tag', async () => {
    const operations = Array.from({ length: 20 }, (_, index) =>
      patch({ op: 'add', path: 'emails', value: [{ value: `${index}@example.com` }] }),
    );
    await Promise.all(operations.map((body) => service.send('PATCH', `/Users/${id}`, body)));
    expect((await service.send('GET', `/Users/${id}`)).body.emails).toHaveLength(20);
  });

  it('creates a userName once, however many ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => service.send('POST', '/Users', user('once@example.com'))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  });
});
