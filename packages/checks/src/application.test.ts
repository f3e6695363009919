import { filterFor, Group, type ResourceTypeDefinition, type TenantResources, User } from '@scimkit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enterpriseSchema, startService, type TestService } from './service.ts';
import { stores } from './stores.ts';

const users = filterFor(User);
const groups = filterFor(Group);

describe.each(Object.keys(stores))('the application works on its own resources on %s', (store) => {
  let service: TestService;
  let resources: TenantResources;
  beforeEach(async () => {
    service = await startService(store);
    resources = service.server.resources(await service.tenant(), { base: service.base });
  });
  afterEach(() => service.close());

  const overHttp = async (id: string) => (await service.send('GET', `/Users/${id}`)).body;

  it('sees what references lead to, in every answer, as over HTTP', async () => {
    const boss = await resources.create(User, { userName: 'boss', displayName: 'Ada' });
    const manager = { value: boss.id, $ref: `${service.base}/Users/${boss.id}`, displayName: 'Ada' };
    const made = await resources.create(User, {
      userName: 'jo',
      [enterpriseSchema]: { manager: { value: boss.id } },
    });
    expect(made[enterpriseSchema]?.manager).toEqual(manager);
    expect(made).toEqual(await overHttp(made.id));

    const replaced = await resources.replace(User, made.id, {
      userName: 'jo',
      title: 'Engineer',
      [enterpriseSchema]: { manager: { value: boss.id } },
    });
    expect(replaced[enterpriseSchema]?.manager).toEqual(manager);

    const patched = await resources.patch(User, made.id, [
      { op: 'replace', path: `${enterpriseSchema}:department`, value: 'R&D' },
    ]);
    expect(patched[enterpriseSchema]).toEqual({ department: 'R&D', manager });
    expect(await resources.read(User, made.id)).toEqual(await overHttp(made.id));

    const list = await resources.list(User, { sortBy: 'userName' });
    expect(list.resources).toEqual((await service.send('GET', '/Users?sortBy=userName')).body.Resources);
    expect(list.resources.map((each) => each[enterpriseSchema]?.manager)).toEqual([undefined, manager]);
  });

  it('lists by a filter that the compiler has checked', async () => {
    const nasty = '"] or (userName pr) \\';
    const boss = await resources.create(User, { userName: 'boss' });
    await resources.create(User, {
      userName: 'jo',
      active: true,
      emails: [
        { value: 'jo@example.com', type: 'work' },
        { value: 'jo@home.example', type: 'home' },
      ],
      [enterpriseSchema]: { department: 'R&D', manager: { value: boss.id } },
    });
    await resources.create(User, { userName: 'al', displayName: nasty, active: false, title: 'Smith' });
    const namesOf = async (filter: ReturnType<typeof users.and>) =>
      (await resources.list(User, { filter, sortBy: 'userName' })).resources.map(({ userName }) => userName);

    expect(
      await namesOf(
        users.and(
          users.eq('active', true),
          users.some('emails', (e) => e.and(e.eq('type', 'work'), e.ew('value', '@example.com'))),
          users.not(users.pr('title')),
        ),
      ),
    ).toEqual(['jo']);
    expect(
      await namesOf(users.some('emails', (e) => e.and(e.eq('type', 'home'), e.ew('value', '@example.com')))),
    ).toEqual([]);
    expect(await namesOf(users.eq('displayName', nasty))).toEqual(['al']);
    expect(await namesOf(users.eq(`${enterpriseSchema}:manager.value`, boss.id))).toEqual(['jo']);
    expect(await namesOf(users.or(users.eq('id', boss.id), users.sw('userName', 'a')))).toEqual([
      'al',
      'boss',
    ]);
    expect(await namesOf(users.gt('meta.created', new Date(Date.now() + 60_000)))).toEqual([]);
    expect(await namesOf(users.lt('meta.created', new Date(Date.now() + 60_000)))).toHaveLength(3);
  });

  it('patches the elements that a filter selects', async () => {
    const { id } = await resources.create(User, {
      userName: 'jo',
      emails: [
        { value: 'a@example.com', type: 'work' },
        { value: 'b@example.com', type: 'home' },
      ],
    });
    const { emails } = await resources.patch(User, id, [
      {
        op: 'replace',
        path: users.valuePath('emails', (e) => e.eq('type', 'work'), 'value'),
        value: 'c@example.com',
      },
      { op: 'remove', path: 'emails[type eq "home"]' },
    ]);
    expect(emails).toEqual([{ value: 'c@example.com', type: 'work' }]);
  });

  it('takes paths that are known at run time alone where the code says so, and checks them then', async () => {
    await resources.create(User, { userName: 'jo' });
    const column: string = 'username';
    expect(await resources.list<ResourceTypeDefinition>(User, { sortBy: column })).toMatchObject({
      total: 1,
    });
    await expect(resources.list<ResourceTypeDefinition>(User, { sortBy: 'nothing' })).rejects.toThrow(
      /sortBy/,
    );
  });
});

/** Compiled, not run: each is an error of the compiler. */
export const refused = [
  // @ts-expect-error no such attribute
  (resources: TenantResources) => resources.list(User, { sortBy: 'usrName' }),
  // @ts-expect-error it has parts
  (resources: TenantResources) => resources.list(User, { sortBy: 'name' }),
  // @ts-expect-error a string that nobody has checked
  (resources: TenantResources, column: string) => resources.list(User, { sortBy: column }),
  // @ts-expect-error there are two orders
  (resources: TenantResources) => resources.list(User, { sortBy: 'userName', sortOrder: 'up' }),
  // @ts-expect-error a filter on groups
  (resources: TenantResources) => resources.list(User, { filter: groups.pr('members') }),
  (resources: TenantResources) =>
    // @ts-expect-error no such part
    resources.patch(User, '1', [{ op: 'replace', path: 'emails[type eq "work"].valeu', value: 'x' }]),
  (resources: TenantResources) =>
    // @ts-expect-error the server makes ids
    resources.patch(User, '1', [{ op: 'replace', path: 'id', value: 'x' }]),
  // @ts-expect-error what is to be removed is missing
  (resources: TenantResources) => resources.patch(User, '1', [{ op: 'remove' }]),
  // @ts-expect-error nothing to add
  (resources: TenantResources) => resources.patch(User, '1', [{ op: 'add', path: 'title' }]),
];
