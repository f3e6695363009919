import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patch, startService, type TestService, user } from './service.ts';
import { stores } from './stores.ts';

describe.each(Object.keys(stores))('versions on %s', (store) => {
  let service: TestService;
  let id: string;
  beforeEach(async () => {
    service = await startService(store);
    id = (await service.send('POST', '/Users', user('v@example.com'))).body.id;
  });
  afterEach(() => service.close());

  const title = (value: string) => patch({ op: 'replace', path: 'title', value });

  it.each([
    ['W/"1"', 304],
    ['"1"', 304],
    ['"x", W/"1"', 304],
    ['*', 304],
    ['W/"2"', 200],
  ])('GET with If-None-Match %s: %i', async (tag, status) => {
    const answer = await service.send('GET', `/Users/${id}?attributes=userName`, undefined, {
      'if-none-match': tag,
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('etag')).toBe('W/"1"');
    if (status === 304) expect([answer.text, answer.headers.get('content-type')]).toEqual(['', null]);
  });

  it.each([
    ['W/"1"', 200],
    ['"1"', 200],
    ['1', 200],
    ['"7", W/"1"', 200],
    ['*', 200],
    ['W/"2"', 412],
    ['"7", "8"', 412],
  ])('PATCH with If-Match %s: %i', async (tag, status) => {
    const answer = await service.send('PATCH', `/Users/${id}`, title('T'), { 'if-match': tag });
    expect(answer.status).toBe(status);
    const after = (await service.send('GET', `/Users/${id}`)).body;
    expect([after.title, after.meta.version]).toEqual(status === 200 ? ['T', 'W/"2"'] : [undefined, 'W/"1"']);
  });

  it('honours If-Match on DELETE', async () => {
    expect((await service.send('DELETE', `/Users/${id}`, undefined, { 'if-match': 'W/"9"' })).status).toBe(
      412,
    );
    expect((await service.send('DELETE', `/Users/${id}`, undefined, { 'if-match': 'W/"1"' })).status).toBe(
      204,
    );
  });

  it('lets exactly one of two writers with the same tag win', async () => {
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((value) =>
        service.send('PATCH', `/Users/${id}`, title(value), { 'if-match': 'W/"1"' }),
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
