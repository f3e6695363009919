import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  enterpriseSchema,
  filtered,
  groupSchema,
  listSchema,
  patch,
  startService,
  type TestService,
  user,
  userSchema,
} from './service.ts';
import { stores } from './stores.ts';

describe.each(Object.keys(stores))('life of a user and a group on %s', (store) => {
  let service: TestService;
  beforeEach(async () => {
    service = await startService(store);
  });
  afterEach(() => service.close());

  async function create(userName: string, rest = {}): Promise<string> {
    const { status, body } = await service.send('POST', '/Users', user(userName, rest));
    expect(status).toBe(201);
    return body.id;
  }

  it('creates, reads, lists and removes a user', async () => {
    const created = await service.send(
      'POST',
      '/Users',
      user('ava@example.com', {
        externalId: '00u1',
        name: { givenName: 'Ava', familyName: 'Nguyen' },
        emails: [{ value: 'ava@example.com', type: 'work', primary: true }, { value: 'ava@home.example' }],
        active: true,
        password: 'hunter2hunter2',
        groups: [],
        [enterpriseSchema]: { department: 'Sales' },
      }),
    );
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      schemas: [userSchema, enterpriseSchema],
      userName: 'ava@example.com',
      externalId: '00u1',
      emails: [{ value: 'ava@example.com', type: 'work', primary: true }, { value: 'ava@home.example' }],
      active: true,
      [enterpriseSchema]: { department: 'Sales' },
      meta: { resourceType: 'User' },
    });
    expect(created.text).not.toContain('hunter2');
    const { id, meta } = created.body;
    expect(created.headers.get('location')).toBe(`${service.base}/Users/${id}`);
    expect(meta.location).toBe(`${service.base}/Users/${id}`);
    expect(created.headers.get('etag')).toBe(meta.version);
    expect(meta.lastModified).toBe(meta.created);

    const read = await service.send('GET', `/Users/${id}`);
    expect(read.status).toBe(200);
    expect(read.body).toEqual(created.body);

    const found = await service.send('GET', filtered('/Users', 'userName eq "AVA@example.com"'));
    expect(found.body).toEqual({
      schemas: [listSchema],
      totalResults: 1,
      startIndex: 1,
      itemsPerPage: 1,
      Resources: [created.body],
    });

    expect((await service.send('DELETE', `/Users/${id}`)).status).toBe(204);
    expect((await service.send('GET', `/Users/${id}`)).status).toBe(404);
    expect((await service.send('DELETE', `/Users/${id}`)).status).toBe(404);
    const again = await service.send('POST', '/Users', user('ava@example.com'));
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(id);
  });

  it('replaces what PUT sends and clears what it leaves out', async () => {
    const id = await create('bo@example.com', { title: 'Clerk', nickName: 'B' });
    const current = (await service.send('GET', `/Users/${id}`)).body;
    const put = await service.send('PUT', `/Users/${id}`, {
      ...current,
      title: 'Manager',
      nickName: null,
      meta: { created: '1970-01-01T00:00:00Z' },
    });
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({ id, title: 'Manager', meta: { created: current.meta.created } });
    expect(put.body.meta.version).not.toBe(current.meta.version);
    expect(put.body).not.toHaveProperty('nickName');
  });

  it('keeps version and lastModified when nothing changes', async () => {
    const id = await create('cy@example.com', { title: 'Clerk' });
    const before = (await service.send('GET', `/Users/${id}`)).body;
    expect((await service.send('PUT', `/Users/${id}`, before)).body.meta).toEqual(before.meta);
    const patched = await service.send(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'replace', path: 'title', value: 'Clerk' }),
    );
    expect(patched.body.meta).toEqual(before.meta);
  });

  it('deactivates by PATCH without a path, as Okta sends it', async () => {
    const id = await create('di@example.com', { active: true });
    const off = await service.send(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'replace', value: { active: false } }),
    );
    expect(off.status).toBe(200);
    expect(off.body).toMatchObject({ id, active: false, userName: 'di@example.com' });
    const found = await service.send('GET', filtered('/Users', 'userName eq "di@example.com"'));
    expect(found.body.Resources[0]).toMatchObject({ id, active: false });
  });

  it('applies all operations of a PATCH or none', async () => {
    const id = await create('ed@example.com', { title: 'Clerk' });
    const before = (await service.send('GET', `/Users/${id}`)).body;
    const failed = await service.send(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'replace', path: 'title', value: 'King' }, { op: 'remove', path: 'userName' }),
    );
    expect(failed.status).toBe(400);
    expect(failed.body.scimType).toBe('mutability');
    expect((await service.send('GET', `/Users/${id}`)).body).toEqual(before);
  });

  it('keeps groups and users in step', async () => {
    const [a, b] = [await create('a@example.com', { displayName: 'Ann' }), await create('b@example.com')];
    const group = await service.send('POST', '/Groups', {
      schemas: [groupSchema],
      displayName: 'Sales',
      members: [{ value: a, display: 'ignored' }],
    });
    expect(group.status).toBe(201);
    const { id } = group.body;
    expect(group.body.members).toEqual([
      { value: a, $ref: `${service.base}/Users/${a}`, type: 'User', display: 'Ann' },
    ]);

    const added = await service.send(
      'PATCH',
      `/Groups/${id}`,
      patch({ op: 'add', path: 'members', value: [{ value: b }] }),
    );
    expect(added.status).toBe(204);
    const version = added.headers.get('etag');
    expect(version).not.toBe(group.body.meta.version);
    expect((await service.send('GET', `/Users/${b}`)).body.groups).toEqual([
      { value: id, $ref: `${service.base}/Groups/${id}`, type: 'direct', display: 'Sales' },
    ]);
    const repeated = await service.send(
      'PATCH',
      `/Groups/${id}`,
      patch({ op: 'add', path: 'members', value: [{ value: b }] }),
    );
    expect(repeated.headers.get('etag')).toBe(version);

    await service.send('PATCH', `/Groups/${id}`, patch({ op: 'remove', path: `members[value eq "${a}"]` }));
    const members = async () =>
      ((await service.send('GET', `/Groups/${id}`)).body.members ?? []).map(
        (member: { value: string }) => member.value,
      );
    expect(await members()).toEqual([b]);
    expect((await service.send('GET', `/Groups/${id}?excludedAttributes=members`)).body).not.toHaveProperty(
      'members',
    );
    expect(
      (await service.send('GET', filtered('/Groups', `members[value eq "${b}"]`))).body.totalResults,
    ).toBe(1);
    expect((await service.send('GET', filtered('/Users', `groups.value eq "${id}"`))).body.totalResults).toBe(
      1,
    );

    await service.send('DELETE', `/Users/${b}`);
    expect(await members()).toEqual([]);
    await service.send('PUT', `/Groups/${id}`, {
      schemas: [groupSchema],
      displayName: 'Sales',
      members: [{ value: a }],
    });
    expect(await members()).toEqual([a]);
    expect((await service.send('DELETE', `/Groups/${id}`)).status).toBe(204);
    expect((await service.send('GET', `/Users/${a}`)).body).not.toHaveProperty('groups');
  });

  it('answers a PATCH of a group with the group when attributes are named', async () => {
    const a = await create('a@example.com');
    const { id } = (await service.send('POST', '/Groups', { schemas: [groupSchema], displayName: 'Sales' }))
      .body;
    const named = await service.send(
      'PATCH',
      `/Groups/${id}?attributes=members`,
      patch({ op: 'add', path: 'members', value: [{ value: a }] }),
    );
    expect(named.status).toBe(200);
    expect(named.body.members).toHaveLength(1);
  });

  it('changes members chosen by a filter on their names', async () => {
    const ids = [
      await create('x1@example.com', { displayName: 'Old one' }),
      await create('x2@example.com', { displayName: 'New one' }),
    ];
    const { id } = (
      await service.send('POST', '/Groups', {
        schemas: [groupSchema],
        displayName: 'Mixed',
        members: ids.map((value) => ({ value })),
      })
    ).body;
    const removed = await service.send(
      'PATCH',
      `/Groups/${id}`,
      patch({ op: 'remove', path: 'members[display sw "old"]' }),
    );
    expect(removed.status).toBe(204);
    const { members } = (await service.send('GET', `/Groups/${id}`)).body;
    expect(members).toMatchObject([{ value: ids[1] }]);
  });
});
