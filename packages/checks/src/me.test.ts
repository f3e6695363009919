import { afterEach, describe, expect, it } from 'vitest';
import { patch, startService, type TestService, user } from './service.ts';

describe('/Me', () => {
  let service: TestService;
  afterEach(() => service.close());

  it('is a 501 unless the host says who the caller is', async () => {
    service = await startService('memory');
    const answer = await service.send('GET', '/Me');
    expect([answer.status, answer.body.status]).toEqual([501, '501']);
  });

  it('stands for the resource of the caller, under its real address', async () => {
    let id: string | undefined;
    service = await startService('memory', {
      me: () => (id === undefined ? undefined : { type: 'User', id }),
    });
    expect((await service.send('GET', '/Me')).status).toBe(404);
    id = (await service.send('POST', '/Users', user('me@example.com'))).body.id;
    const read = await service.send('GET', '/Me?attributes=userName,meta');
    expect(read.body.userName).toBe('me@example.com');
    const location = `${service.base}/Users/${id}`;
    expect([read.body.meta.location, read.headers.get('location')]).toEqual([location, location]);
    expect(
      (await service.send('PATCH', '/Me', patch({ op: 'add', path: 'title', value: 'T' }))).body.title,
    ).toBe('T');
    expect((await service.send('PUT', '/Me', user('me@example.com'))).headers.get('location')).toBe(location);
    expect((await service.send('POST', '/Me', user('x'))).status).toBe(405);
    expect((await service.send('DELETE', '/Me')).status).toBe(204);
    expect((await service.send('GET', '/Me')).status).toBe(404);
  });
});
