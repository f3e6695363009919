import type { IncomingSecret, ResourceStore } from '@scimkit/core';
import { issueToken, ScimError, tokenAuthentication } from '@scimkit/core';
import { createMemoryStore } from '@scimkit/memory';
import { afterEach, describe, expect, it } from 'vitest';
import {
  enterpriseSchema,
  filtered,
  groupSchema,
  patch,
  startService,
  type TestService,
  user,
} from '../service.ts';
import { stores } from '../stores.ts';
import { Device, device } from './device.ts';

describe.each(Object.keys(stores))('secrets on %s', (store) => {
  let service: TestService;
  afterEach(() => service.close());

  it('RES-04 RES-05: hands a prepared password to the policy and stores what it makes of it', async () => {
    const seen: IncomingSecret[] = [];
    const events: unknown[] = [];
    service = await startService(store, {
      policies: {
        secrets: (secret) => {
          seen.push(secret);
          if (secret.value.length < 4) {
            throw new ScimError(400, 'The password is too short.', { scimType: 'invalidValue' });
          }
          return `sealed:${secret.value.length}`;
        },
      },
      hooks: {
        beforeWrite: (change) => void events.push(change),
        afterCommit: (event) => void events.push(event),
      },
    });
    const password = 'Pa\u00DFe\u0301\u3000word';
    const { body, text } = await service.send('POST', '/Users', user('a', { password }));
    expect(seen.map(({ path, value }) => [path, value])).toEqual([['password', 'Pa\u00DF\u00E9 word']]);
    expect(text).not.toContain('sealed');
    expect(JSON.stringify(events)).not.toMatch(/\u00DF|sealed/);

    const short = await service.send(
      'PATCH',
      `/Users/${body.id}`,
      patch({ op: 'replace', path: 'password', value: 'Q!z' }),
    );
    expect([short.status, short.body.scimType]).toEqual([400, 'invalidValue']);
    expect(short.text).not.toContain('Q!z');

    const control = await service.send(
      'PATCH',
      `/Users/${body.id}`,
      patch({ op: 'replace', path: 'password', value: 'abc\u0007xyz' }),
    );
    expect([control.status, control.body.scimType]).toEqual([400, 'invalidValue']);
    expect(control.text).not.toContain('xyz');
    expect(seen).toHaveLength(2);
  });
});

it('RES-04: never gives a password to the store unless a policy has made something of it', async () => {
  const store = createMemoryStore();
  const written: string[] = [];
  const spy: ResourceStore = {
    ...store,
    create: (scope, type, draft, event) => {
      written.push(JSON.stringify(draft.document));
      return store.create(scope, type, draft, event);
    },
  };
  const service = await startService('memory', {
    store: spy,
    authenticate: tokenAuthentication({ connections: store }),
  });
  const { token } = await issueToken(store, { org: 'acme' });
  const headers = { authorization: `Bearer ${token}` };
  const { status } = await service.send('POST', '/Users', user('a', { password: 'clear-text' }), headers);
  expect([status, written.length]).toEqual([201, 1]);
  expect(written[0]).not.toContain('clear-text');
  await service.close();
});

describe.each(Object.keys(stores))('formats on %s', (store) => {
  let service: TestService;
  afterEach(() => service.close());

  const der = (bytes: number) =>
    Buffer.from([0x30, 0x82, bytes >> 8, bytes & 0xff, ...new Array<number>(bytes).fill(1)]);

  it('RES-07 RES-08 RES-09 RES-11: holds text to its format where the policy asks for it', async () => {
    service = await startService(store, { policies: { formats: 'checked' } });
    const one = der(300).toString('base64');
    const two = Buffer.concat([der(300), der(300)]).toString('base64');
    const email = (value: string) => ({ emails: [{ value }] });
    const table: [Record<string, unknown>, boolean][] = [
      [email("ann.o'bee+x@example.co.uk"), true],
      [email('zoë@münchen.example'), true],
      [email('nobody'), false],
      [email('a@b@c'), false],
      [{ phoneNumbers: [{ value: 'tel:+1-201-555-0123' }] }, true],
      [{ phoneNumbers: [{ value: '(555) 010-1234 x17' }] }, true],
      [{ phoneNumbers: [{ value: 'call me' }] }, false],
      [{ addresses: [{ country: 'US' }] }, true],
      [{ addresses: [{ country: 'USA' }] }, false],
      [{ addresses: [{ country: 'ZZ' }] }, false],
      [{ addresses: [{ country: 'us' }] }, false],
      [{ locale: 'en_US' }, true],
      [{ locale: 'english please' }, false],
      [{ preferredLanguage: 'da, en-gb;q=0.8, en;q=0.7' }, true],
      [{ preferredLanguage: 'da;q=2' }, false],
      [{ timezone: 'America/Los_Angeles' }, true],
      [{ timezone: 'Mars/Base' }, false],
      [{ timezone: '+01:00' }, false],
      [{ x509Certificates: [{ value: one }] }, true],
      [{ x509Certificates: [{ value: two }] }, false],
      [{ x509Certificates: [{ value: 'QUJD' }] }, false],
    ];
    for (const [index, [rest, fits]] of table.entries()) {
      const { status, body } = await service.send('POST', '/Users', user(`u${index}`, rest));
      expect([JSON.stringify(rest).slice(0, 60), status]).toEqual([
        JSON.stringify(rest).slice(0, 60),
        fits ? 201 : 400,
      ]);
      if (!fits) expect(body.scimType).toBe('invalidValue');
    }
  });

  it('RES-08: holds what PUT and PATCH write to its format as well', async () => {
    service = await startService(store, { policies: { formats: 'checked' } });
    const { body } = await service.send('POST', '/Users', user('a'));
    const rest = { addresses: [{ country: 'USA' }] };
    const put = await service.send('PUT', `/Users/${body.id}`, user('a', rest));
    const patched = await service.send('PATCH', `/Users/${body.id}`, patch({ op: 'add', value: rest }));
    expect([put.status, patched.status]).toEqual([400, 400]);
    expect(patched.body.detail).toContain('addresses.country');
  });
});

describe.each(Object.keys(stores))('references on %s', (store) => {
  let service: TestService;
  afterEach(() => service.close());

  it('RES-19: fills in the URI and the name of the manager, wherever the user is shown', async () => {
    service = await startService(store);
    const boss = (await service.send('POST', '/Users', user('boss', { displayName: 'The Boss' }))).body.id;
    const manager = { value: boss, $ref: `${service.base}/Users/${boss}`, displayName: 'The Boss' };
    const rest = {
      [enterpriseSchema]: { manager: { value: boss, $ref: `../Users/${boss}`, displayName: 'Made up' } },
    };
    const created = await service.send('POST', '/Users', user('a', rest));
    const path = `/Users/${created.body.id}`;
    const list = await service.send('GET', filtered('/Users', 'userName eq "a"'));
    for (const body of [
      created.body,
      (await service.send('GET', path)).body,
      (await service.send('PUT', path, user('a', rest))).body,
      (await service.send('PATCH', path, patch({ op: 'add', path: 'title', value: 'T' }))).body,
      list.body.Resources[0],
    ]) {
      expect(body[enterpriseSchema].manager).toEqual(manager);
    }
    const named = await service.send('GET', `${path}?attributes=${enterpriseSchema}:manager.displayName`);
    expect(named.body[enterpriseSchema]).toEqual({ manager: { displayName: 'The Boss' } });
  });

  it('RES-19: follows the name of the manager, and leaves an id that is unknown as it came', async () => {
    service = await startService(store);
    const boss = (await service.send('POST', '/Users', user('boss'))).body.id;
    const make = async (name: string, value: string) =>
      (await service.send('POST', '/Users', user(name, { [enterpriseSchema]: { manager: { value } } }))).body
        .id;
    const [known, unknown] = [await make('a', boss), await make('b', 'boss@example.com')];
    const managerOf = async (id: string) =>
      (await service.send('GET', `/Users/${id}`)).body[enterpriseSchema].manager;
    expect((await managerOf(known)).displayName).toBe('boss');
    await service.send(
      'PATCH',
      `/Users/${boss}`,
      patch({ op: 'add', path: 'displayName', value: 'New Name' }),
    );
    expect((await managerOf(known)).displayName).toBe('New Name');
    expect(await managerOf(unknown)).toEqual({ value: 'boss@example.com' });
    await service.send('DELETE', `/Users/${boss}`);
    expect(await managerOf(known)).toEqual({ value: boss });
    const group = (await service.send('POST', '/Groups', { schemas: [groupSchema], displayName: 'G' })).body
      .id;
    expect(await managerOf(await make('c', group))).toEqual({ value: group });
  });

  it('RES-19: refuses to search by what is filled in', async () => {
    service = await startService(store);
    const filter = await service.send(
      'GET',
      filtered('/Users', `${enterpriseSchema}:manager.displayName eq "x"`),
    );
    expect([filter.status, filter.body.scimType]).toEqual([400, 'invalidFilter']);
    expect(filter.body.detail).toContain('manager.value');
    const sort = await service.send('GET', `/Users?sortBy=${enterpriseSchema}:manager.displayName`);
    expect(sort.status).toBe(400);
  });

  it('RES-19: fills in references of a schema of your own, to any of the types they name', async () => {
    const { User, Group } = await import('@scimkit/core');
    service = await startService(store, { resourceTypes: [User, Group, Device] });
    const group = (await service.send('POST', '/Groups', { schemas: [groupSchema], displayName: 'G' })).body
      .id;
    const { body } = await service.send('POST', '/Devices', device({ keeper: { value: group } }));
    expect(body.keeper).toEqual({
      value: group,
      $ref: `${service.base}/Groups/${group}`,
      type: 'Group',
      display: 'G',
    });
  });
});

it('RES-19: looks up a page of managers at once, and nothing where nobody has one', async () => {
  const store = createMemoryStore();
  const calls: string[] = [];
  const counting: ResourceStore = {
    ...store,
    read: (...args) => {
      calls.push('read');
      return store.read(...args);
    },
    list: (...args) => {
      calls.push('list');
      return store.list(...args);
    },
  };
  const service = await startService('memory', {
    store: counting,
    authenticate: tokenAuthentication({ connections: store }),
  });
  const headers = { authorization: `Bearer ${(await issueToken(store, { org: 'acme' })).token}` };
  const make = async (name: string, rest = {}) =>
    (await service.send('POST', '/Users', user(name, rest), headers)).body.id;
  const ids: string[] = [];
  for (let index = 0; index < 5; index++) ids.push(await make(`m${index}`));
  calls.length = 0;
  await service.send('GET', `/Users/${ids[0]}`, undefined, headers);
  await service.send('GET', '/Users', undefined, headers);
  expect(calls).toEqual(['read', 'list']);
  for (const [index, value] of ids.entries())
    await make(`u${index}`, { [enterpriseSchema]: { manager: { value } } });
  calls.length = 0;
  const page = await service.send('GET', '/Users', undefined, headers);
  expect(calls).toEqual(['list', 'list']);
  expect(page.text.match(/"displayName":"m\d"/g)).toHaveLength(5);
  calls.length = 0;
  await service.send('GET', `/Users?attributes=userName`, undefined, headers);
  expect(calls).toEqual(['list']);
  await service.close();
});

it('RES-17: asks for the value of a member, because a reference without one leads nowhere', async () => {
  const service = await startService('memory');
  const { status, body } = await service.send('POST', '/Groups', {
    schemas: [groupSchema],
    displayName: 'G',
    members: [{ type: 'User' }],
  });
  expect([status, body.scimType]).toEqual([400, 'invalidValue']);
  await service.close();
});
