import { type ChangeEvent, type Hooks, type PendingChange, ScimError, type Target } from '@scimkit/core';
import { afterEach, describe, expect, it } from 'vitest';
import {
  enterpriseSchema,
  errorSchema,
  groupSchema,
  patch,
  startService,
  type TestService,
  user,
} from './service.ts';
import { stores } from './stores.ts';

const request = (Operations: readonly object[], rest = {}) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  Operations,
  ...rest,
});
const group = (displayName: string, ...members: string[]) => ({
  schemas: [groupSchema],
  displayName,
  members: members.map((value) => ({ value })),
});
const post = (path: string, bulkId: string, data: object) => ({ method: 'POST', path, bulkId, data });

describe.each(Object.keys(stores))('bulk on %s', (store) => {
  let service: TestService;
  afterEach(() => service.close());

  async function bulk(operations: readonly object[], rest = {}) {
    const answer = await service.send('POST', '/Bulk', request(operations, rest));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
    return answer.body.Operations;
  }
  const statuses = (entries: { status: string }[]) => entries.map(({ status }) => status);
  const idOf = (entry: { location: string }) => entry.location.split('/').at(-1);

  it('creates, replaces, patches and removes', async () => {
    service = await startService(store);
    const first = await bulk([
      post('/Users', 'a', user('a@example.com')),
      post('Users', 'b', user('b@example.com')),
    ]);
    expect(first).toMatchObject([
      { method: 'POST', bulkId: 'a', status: '201', version: expect.stringMatching(/^W\/".+"$/) },
      { method: 'POST', bulkId: 'b', status: '201' },
    ]);
    const [a, b] = first.map(idOf);
    const versionOfA = first[0].version;
    const versionOfB = first[1].version;
    const second = await bulk([
      { method: 'PUT', path: `/Users/${a}`, version: versionOfA, data: user('a2@example.com') },
      { method: 'PATCH', path: `/Users/${b}`, data: patch({ op: 'add', path: 'title', value: 'T' }) },
      {
        method: 'PATCH',
        path: `/Users/${b}`,
        version: versionOfB,
        data: patch({ op: 'add', path: 'title', value: 'U' }),
      },
      { method: 'delete', path: `/Users/${a}` },
      { method: 'DELETE', path: `/Users/${a}` },
    ]);
    expect(statuses(second)).toEqual(['200', '200', '412', '204', '404']);
    expect(second[2]).toMatchObject({
      location: `${service.base}/Users/${b}`,
      response: { schemas: [errorSchema], status: '412' },
    });
    expect((await service.send('GET', `/Users/${b}`)).body.title).toBe('T');
  });

  it('resolves references backwards, forwards, in paths, filters and extensions', async () => {
    service = await startService(store);
    const entries = await bulk([
      post('/Groups', 'g', group('G', 'bulkId:later')),
      post('/Users', 'boss', user('boss@example.com')),
      post(
        '/Users',
        'later',
        user('later@example.com', { [enterpriseSchema]: { manager: { value: 'bulkId:boss' } } }),
      ),
      {
        method: 'PATCH',
        path: '/Groups/bulkId:g',
        data: patch({ op: 'add', path: 'members', value: [{ value: 'bulkId:boss' }] }),
      },
      {
        method: 'PATCH',
        path: '/Groups/bulkId:g',
        data: patch({ op: 'remove', path: 'members[value eq "bulkId:later"]' }),
      },
    ]);
    expect(statuses(entries)).toEqual(['201', '201', '201', '204', '204']);
    const [g, boss, later] = entries.slice(0, 3).map(idOf);
    expect((await service.send('GET', `/Groups/${g}`)).body.members).toMatchObject([{ value: boss }]);
    expect((await service.send('GET', `/Users/${later}`)).body[enterpriseSchema].manager.value).toBe(boss);
  });

  it('resolves references that go round in a circle', async () => {
    service = await startService(store);
    const entries = await bulk([
      post('/Groups', 'a', group('A', 'bulkId:b')),
      post('/Groups', 'b', group('B', 'bulkId:c')),
      post('/Groups', 'c', group('C', 'bulkId:a')),
      post('/Groups', 'd', group('D', 'bulkId:a')),
    ]);
    expect(statuses(entries)).toEqual(['201', '201', '201', '201']);
    const [a, b, c, d] = entries.map(idOf);
    const members = async (id: string) =>
      (await service.send('GET', `/Groups/${id}`)).body.members.map(({ value }: { value: string }) => value);
    expect([await members(a), await members(b), await members(c), await members(d)]).toEqual([
      [b],
      [c],
      [a],
      [a],
    ]);
    expect(entries[0].version).toBe((await service.send('GET', `/Groups/${a}`)).body.meta.version);
  });

  it('completes groups that all refer to one another', async () => {
    service = await startService(store);
    const names = Array.from({ length: 12 }, (_, index) => `g${index}`);
    const entries = await bulk(
      names.map((name) =>
        post(
          '/Groups',
          name,
          group(name, ...names.filter((each) => each !== name).map((each) => `bulkId:${each}`)),
        ),
      ),
    );
    expect(statuses(entries)).toEqual(names.map(() => '201'));
    for (const entry of entries) {
      const { body } = await service.send('GET', `/Groups/${idOf(entry)}`);
      expect(body.members).toHaveLength(11);
    }
  });

  it('says so when a group on a circle stays without the members that failed', async () => {
    service = await startService(store);
    const broken = { ...group('B', 'bulkId:a'), displayName: '' };
    const entries = await bulk([post('/Groups', 'a', group('A', 'bulkId:b')), post('/Groups', 'b', broken)]);
    expect(statuses(entries)).toEqual(['409', '400']);
    expect(entries[0].response.detail).toMatch(/without its references.*"b"/);
    const { body } = await service.send('GET', `/Groups/${idOf(entries[0])}`);
    expect([body.displayName, body.members]).toEqual(['A', undefined]);
  });

  it('goes on after failures, and says what each one was', async () => {
    service = await startService(store);
    const entries = await bulk([
      post('/Users', 'a', user('a@example.com')),
      post('/Users', 'twice', user('A@EXAMPLE.COM')),
      post('/Groups', 'g', group('G', 'bulkId:twice')),
      post('/Groups', 'h', group('H', 'bulkId:nowhere')),
      { method: 'GET', path: '/Users' },
      { method: 'POST', path: '/Users', data: user('x@example.com') },
      post('/Bulk', 'deep', request([])),
      post('/Users', 'a', user('y@example.com')),
      { method: 'PUT', path: 'https://elsewhere.example/Users/1', data: {} },
      'nonsense' as unknown as object,
      { method: 'DELETE', METHOD: 'DELETE', path: '/Users/1' },
      post('/Users', 'z', user('z@example.com')),
    ]);
    expect(statuses(entries)).toEqual([
      '201',
      '409',
      '409',
      '409',
      '400',
      '400',
      '400',
      '400',
      '400',
      '400',
      '400',
      '201',
    ]);
    for (const entry of entries.slice(1, 11))
      expect(entry.response).toMatchObject({ schemas: [errorSchema], status: entry.status });
    expect(entries[1]).not.toHaveProperty('location');
    // A URL that is no path below the base URL leads nowhere when the base URL is put in front of it.
    expect(entries[8]).not.toHaveProperty('location');
    expect((await service.send('GET', '/Users')).body.totalResults).toBe(2);
    expect((await service.send('GET', '/Groups')).body.totalResults).toBe(0);
  });

  it('stops after failOnErrors failures', async () => {
    service = await startService(store);
    const bad = (bulkId: string) => post('/Users', bulkId, {});
    const entries = await bulk(
      [
        bad('1'),
        post('/Users', 'ok', user('ok@example.com')),
        bad('2'),
        post('/Users', 'never', user('n@example.com')),
      ],
      { failOnErrors: 2 },
    );
    expect(statuses(entries)).toEqual(['400', '201', '400']);
    expect((await service.send('GET', '/Users')).body.totalResults).toBe(1);
  });

  it('names the limit that a request is over', async () => {
    service = await startService(store, { limits: { bulkOperations: 2, bulkBytes: 2_000 } });
    const three = request(['1', '2', '3'].map((id) => post('/Users', id, user(id))));
    const over = await service.send('POST', '/Bulk', three);
    expect([over.status, over.body.detail]).toEqual([413, expect.stringContaining('maxOperations')]);
    const large = await service.send(
      'POST',
      '/Bulk',
      request([post('/Users', '1', user('x'.repeat(3_000)))]),
    );
    expect([large.status, large.body.detail]).toEqual([413, expect.stringContaining('2000')]);
    expect((await service.send('GET', '/ServiceProviderConfig')).body.bulk).toEqual({
      supported: true,
      maxOperations: 2,
      maxPayloadSize: 2_000,
    });
  });

  it('asks authorize for each operation', async () => {
    service = await startService(store, { hooks: { authorize: (_, { type }) => type !== 'Group' } });
    const entries = await bulk([
      post('/Users', 'a', user('a@example.com')),
      post('/Groups', 'g', group('G')),
    ]);
    expect(statuses(entries)).toEqual(['201', '403']);
  });

  it('does all or nothing when the policy says so, and tells of it only then', async () => {
    const told: string[] = [];
    service = await startService(store, {
      policies: { bulk: 'atomic' },
      hooks: {
        afterCommit: (event) => {
          told.push(event.kind);
        },
        beforeWrite: (change) => {
          if (change.operation === 'create' && change.document.userName === 'refused@example.com')
            throw new ScimError(403, 'Not this one.');
        },
      },
    });
    const failed = await bulk([
      post('/Users', 'a', user('a@example.com')),
      post('/Users', 'r', user('refused@example.com')),
      post('/Users', 'b', user('b@example.com')),
    ]);
    expect(statuses(failed)).toEqual(['409', '403', '409']);
    expect((await service.send('GET', '/Users')).body.totalResults).toBe(0);
    expect(told).toEqual([]);
    const done = await bulk([
      post('/Users', 'a', user('a@example.com')),
      post('/Groups', 'g', group('G', 'bulkId:a')),
    ]);
    expect(statuses(done)).toEqual(['201', '201']);
    expect(told).toEqual(['created', 'created']);
  });

  it.each(['perOperation', 'atomic'] as const)(
    'calls hooks that are methods of a class (%s)',
    async (policy) => {
      class Guard implements Hooks {
        readonly told: string[] = [];
        authorize(_: unknown, { type }: Target) {
          return type !== 'Group';
        }
        beforeWrite(change: PendingChange) {
          if (change.operation === 'remove') throw new ScimError(403, 'Nobody leaves.');
        }
        afterCommit({ kind }: ChangeEvent) {
          this.told.push(kind);
        }
      }
      const hooks = new Guard();
      service = await startService(store, { policies: { bulk: policy }, hooks });
      expect(statuses(await bulk([post('/Groups', 'g', group('G'))]))).toEqual(['403']);
      const [made] = await bulk([post('/Users', 'a', user('a@example.com'))]);
      const path = `/Users/${idOf(made)}`;
      expect(statuses(await bulk([{ method: 'DELETE', path }]))).toEqual(['403']);
      expect(hooks.told).toEqual(['created']);
    },
  );
});
