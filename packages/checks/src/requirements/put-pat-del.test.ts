import { createMemoryStore } from '@scimkit/memory';
import { describe, expect, it } from 'vitest';
import { groupSchema, patch, startService, user, userSchema } from '../service.ts';
import { stores } from '../stores.ts';
import { watchedStore } from './watched-store.ts';

describe.each(Object.keys(stores))('PATCH under special configuration on %s', (store) => {
  const work = { value: 'w@x.example', type: 'work' };

  it('PAT-02: refuses messages without their schema under the strict profile', async () => {
    const service = await startService(store, { profile: 'strict' });
    const { id } = (await service.send('POST', '/Users', user('u@example.com'))).body;
    const Operations = [{ op: 'replace', path: 'title', value: 'T' }];
    for (const body of [{ Operations }, { schemas: [], Operations }, { schemas: [userSchema], Operations }]) {
      const refused = await service.send('PATCH', `/Users/${id}`, body);
      expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidSyntax']);
      expect(refused.body.detail).toContain('PatchOp');
    }
    expect((await service.send('GET', `/Users/${id}`)).body.title).toBeUndefined();
    await service.close();
  });

  it('PAT-18 PAT-22: answers noTarget under the strict profile where a filter finds nothing to change', async () => {
    const service = await startService(store, { profile: 'strict' });
    const created = (await service.send('POST', '/Users', user('u@example.com', { emails: [work] }))).body;
    for (const operation of [
      { op: 'replace', path: 'emails[type eq "home"].value', value: 'h@x.example' },
      { op: 'replace', path: 'emails[type eq "home"]', value: { value: 'h@x.example' } },
      { op: 'add', path: 'emails[type eq "home"].value', value: 'h@x.example' },
      { op: 'add', path: 'emails[type eq "home"]', value: { value: 'h@x.example' } },
      { op: 'add', path: 'phoneNumbers.type', value: 'work' },
    ]) {
      const refused = await service.send('PATCH', `/Users/${created.id}`, patch(operation));
      expect([operation, refused.status, refused.body.scimType]).toEqual([operation, 400, 'noTarget']);
    }
    expect((await service.send('GET', `/Users/${created.id}`)).body).toEqual(created);
    await service.close();
  });

  it('PAT-22: creates the element that a filter describes under the lenient profile, as Entra ID relies on', async () => {
    const service = await startService(store, { profile: 'lenient' });
    const { id } = (await service.send('POST', '/Users', user('u@example.com', { emails: [work] }))).body;
    const operation = { op: 'add', path: 'emails[type eq "home"].value', value: 'h@x.example' };
    const changed = await service.send('PATCH', `/Users/${id}`, patch(operation));
    expect(changed.body.emails).toEqual([work, { type: 'home', value: 'h@x.example' }]);
    await service.close();
  });

  it('PAT-27: refuses an id in a value without path under the strict profile, and skips it under the lenient one', async () => {
    for (const [profile, status, title] of [
      ['strict', 400, undefined],
      ['lenient', 200, 'T'],
    ] as const) {
      const service = await startService(store, { profile });
      const { id } = (await service.send('POST', '/Users', user('u@example.com'))).body;
      const answer = await service.send(
        'PATCH',
        `/Users/${id}`,
        patch({ op: 'replace', value: { id: 'x', title: 'T' } }),
      );
      expect([profile, answer.status]).toEqual([profile, status]);
      const { body } = await service.send('GET', `/Users/${id}`);
      expect([body.id, body.title]).toEqual([id, title]);
      await service.close();
    }
  });

  it.each([
    ['resource', 200, 200],
    ['noContent', 204, 204],
    ['auto', 200, 204],
  ] as const)(
    'PAT-07 PAT-08: answers as the policy %s says, and with a resource when attributes are named',
    async (patchAnswer, forUser, forGroup) => {
      const service = await startService(store, { policies: { patchAnswer } });
      const one = (await service.send('POST', '/Users', user('u@example.com'))).body.id;
      const other = (await service.send('POST', '/Groups', { schemas: [groupSchema], displayName: 'G' })).body
        .id;
      for (const [path, status] of [
        [`/Users/${one}`, forUser],
        [`/Groups/${other}`, forGroup],
      ] as const) {
        const body = patch({ op: 'replace', path: 'displayName', value: patchAnswer });
        const answer = await service.send('PATCH', path, body);
        expect([answer.status, answer.body?.displayName]).toEqual([
          status,
          status === 200 ? patchAnswer : undefined,
        ]);
        expect(answer.headers.get('etag')).toBe((await service.send('GET', path)).headers.get('etag'));
        for (const query of ['attributes=displayName', 'excludedAttributes=meta']) {
          const named = await service.send('PATCH', `${path}?${query}`, body);
          expect([named.status, named.body.displayName, named.body.meta]).toEqual([
            200,
            patchAnswer,
            undefined,
          ]);
        }
      }
      await service.close();
    },
  );

  it('PAT-03 SEC-10: takes no more operations than limits.patchOperations', async () => {
    const service = await startService(store, { limits: { patchOperations: 2 } });
    const { id } = (await service.send('POST', '/Users', user('u@example.com'))).body;
    const operation = { op: 'replace', path: 'title', value: 'T' };
    const refused = await service.send('PATCH', `/Users/${id}`, patch(operation, operation, operation));
    expect([refused.status, refused.body.detail]).toEqual([413, expect.stringContaining('2 operations')]);
    expect((await service.send('PATCH', `/Users/${id}`, patch(operation, operation))).status).toBe(200);
    await service.close();
  });
});

describe('writes and the store', () => {
  it('PAT-29: hands changes of members to the store as a delta, without reading the group', async () => {
    const { store, calls } = watchedStore();
    const service = await startService('memory', { store });
    const [a, b] = [
      (await service.send('POST', '/Users', user('a@example.com'))).body.id,
      (await service.send('POST', '/Users', user('b@example.com'))).body.id,
    ];
    const body = { schemas: [groupSchema], displayName: 'G', members: [{ value: a }] };
    const { id } = (await service.send('POST', '/Groups', body)).body;
    calls.length = 0;
    const changed = await service.send(
      'PATCH',
      `/Groups/${id}`,
      patch(
        { op: 'add', path: 'members', value: [{ value: b }] },
        { op: 'remove', path: `members[value eq "${a}"]` },
      ),
    );
    expect(changed.status).toBe(204);
    expect(calls.map(({ method }) => method)).toEqual(['update']);
    expect(calls[0]?.rest[1]).toMatchObject({
      deltas: [{ clear: false, add: [{ id: b }], remove: [a] }],
      want: { members: false, memberOf: false, document: false },
    });
    expect(calls[0]?.rest[1]).not.toHaveProperty('next');
  });

  it('PUT-04: keeps a password that a PUT leaves out', async () => {
    const store = createMemoryStore();
    const service = await startService('memory', {
      store,
      authenticate: () => ({ tenant: 't', id: 'c', principal: 'p' }),
      policies: { secrets: ({ value }) => `hash-of-${value.length}` },
    });
    const { id } = (await service.send('POST', '/Users', user('u@example.com', { password: 'twelve chars' })))
      .body;
    const stored = async () => {
      const want = { members: false, memberOf: false, document: true };
      const read = await store.read({ tenant: 't', connection: 'c', principal: 'p' }, 'User', id, want);
      return [read?.document.password, read?.document.title];
    };
    expect(await stored()).toEqual(['hash-of-12', undefined]);
    await service.send('PUT', `/Users/${id}`, user('u@example.com', { title: 'T' }));
    expect(await stored()).toEqual(['hash-of-12', 'T']);
    await service.send('PUT', `/Users/${id}`, user('u@example.com', { password: 'other' }));
    expect(await stored()).toEqual(['hash-of-5', undefined]);
  });
});
