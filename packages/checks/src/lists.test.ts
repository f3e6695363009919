import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  enterpriseSchema,
  filtered,
  groupSchema,
  listSchema,
  searchSchema,
  startService,
  type TestService,
  user,
} from './service.ts';
import { stores } from './stores.ts';

const people = [
  {
    userName: 'zoe@example.com',
    name: { givenName: 'Zoe', familyName: 'Adams' },
    title: 'Clerk',
    active: true,
    emails: [
      { value: 'zoe@example.com', type: 'work', primary: true },
      { value: 'zoe@home.example', type: 'home' },
    ],
  },
  { userName: 'Émile@example.com', name: { familyName: 'ångström' }, active: false, externalId: 'AbC' },
  {
    userName: 'bob@example.com',
    name: { familyName: 'Zola' },
    title: 'manager',
    emails: [{ value: 'bob@work.example' }],
    [enterpriseSchema]: { department: 'Sales', employeeNumber: '7' },
  },
  {
    userName: 'ann@example.com',
    title: 'Manager',
    emails: [
      { value: 'zz@example.com', type: 'home' },
      { value: 'aa@example.com', type: 'work', primary: true },
    ],
  },
  { userName: 'o\'"brien\\@example.com', displayName: '100%_[x]' },
] as const;

describe.each(Object.keys(stores))('lists on %s', (store) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(store);
    for (const { userName, ...rest } of people)
      expect((await service.send('POST', '/Users', user(userName, rest))).status).toBe(201);
    for (const displayName of ['Sales', 'Support'])
      await service.send('POST', '/Groups', { schemas: [groupSchema], displayName });
  });
  afterAll(() => service.close());

  const names = (answer: { body: { Resources: { userName?: string; displayName?: string }[] } }) =>
    answer.body.Resources.map((resource) =>
      (resource.userName ?? resource.displayName ?? '').replace(/@.*/, ''),
    );

  it.each([
    ['userName eq "ZOE@EXAMPLE.COM"', ['zoe']],
    ['userName eq "E\u0301MILE@example.com"', ['Émile']],
    ['externalId eq "AbC"', ['Émile']],
    ['externalId eq "abc"', []],
    ['title eq "manager"', ['bob', 'ann']],
    ['title eq "manager" and not (userName sw "a")', ['bob']],
    ['title ne "manager"', ['zoe', 'Émile', 'o\'"brien\\']],
    ['title pr', ['zoe', 'bob', 'ann']],
    ['active eq false', ['Émile']],
    ['active eq true or externalId pr', ['zoe', 'Émile']],
    ['emails.value co "EXAMPLE.com"', ['zoe', 'ann']],
    ['emails co "home"', ['zoe']],
    ['emails[type eq "work" and value sw "z"]', ['zoe']],
    ['emails.type eq "work" and emails.value sw "zz"', ['ann']],
    ['emails[primary eq true and value ew "example.com"]', ['zoe', 'ann']],
    ['emails[primary eq false]', ['zoe', 'bob', 'ann']],
    ['emails[type eq "work"].value eq "aa@example.com"', ['ann']],
    ['name.familyName gt "b"', ['Émile', 'bob']],
    [`${enterpriseSchema}:department eq "sales"`, ['bob']],
    [`urn:ietf:params:scim:schemas:core:2.0:User:userName sw "bo"`, ['bob']],
    [`schemas eq "${enterpriseSchema}"`, ['bob']],
    ['displayName co "%_["', ['o\'"brien\\']],
    ['userName eq "o\'\\"brien\\\\@example.com"', ['o\'"brien\\']],
    ['meta.created gt "2020-01-01T00:00:00Z" and userName sw "zoe"', ['zoe']],
    ['meta.resourceType eq "Group"', []],
  ])('filter %s', async (filter, expected) => {
    const answer = await service.send('GET', filtered('/Users', filter));
    expect(answer.status, answer.text).toBe(200);
    expect(names(answer).sort()).toEqual([...expected].sort());
    expect(answer.body.totalResults).toBe(expected.length);
  });

  it.each([
    ['sortBy=userName', ['ann', 'bob', 'o\'"brien\\', 'zoe', 'Émile']],
    ['sortBy=name.familyName', ['zoe', 'bob', 'Émile', 'ann', 'o\'"brien\\']],
    ['sortBy=NAME.FAMILYNAME&sortOrder=descending', ['o\'"brien\\', 'ann', 'Émile', 'bob', 'zoe']],
    ['sortBy=meta.created', ['zoe', 'Émile', 'bob', 'ann', 'o\'"brien\\']],
  ])('%s', async (query, expected) => {
    const answer = await service.send('GET', `/Users?${query}`);
    expect(answer.status, answer.text).toBe(200);
    expect(names(answer)).toEqual(expected);
  });

  it('sorts a list attribute by its primary value', async () => {
    const answer = await service.send('GET', '/Users?sortBy=emails.value');
    expect(names(answer).slice(0, 3)).toEqual(['ann', 'bob', 'zoe']);
  });

  it.each([
    ['count=2', 1, 2],
    ['startIndex=4&count=2', 4, 2],
    ['startIndex=5&count=2', 5, 1],
    ['startIndex=0&count=2', 1, 2],
    ['startIndex=-5&count=-1', 1, 0],
    ['count=0', 1, 0],
    ['startIndex=100', 100, 0],
    ['count=100000', 1, 5],
  ])('page %s', async (query, startIndex, itemsPerPage) => {
    const { body } = await service.send('GET', `/Users?${query}`);
    expect(body).toMatchObject({ schemas: [listSchema], totalResults: 5, startIndex, itemsPerPage });
    expect(body.Resources).toHaveLength(itemsPerPage);
  });

  it('pages in a stable order, each resource once', async () => {
    const seen: string[] = [];
    for (let start = 1; start <= 5; start += 2)
      seen.push(...names(await service.send('GET', `/Users?startIndex=${start}&count=2`)));
    expect(seen).toEqual(names(await service.send('GET', '/Users')));
    expect(new Set(seen).size).toBe(5);
  });

  it('takes numbers beyond any list for what they mean', async () => {
    for (const many of ['2147483647', '9223372036854775807', '99999999999999999999999']) {
      const all = await service.send('GET', `/Users?count=${many}`);
      expect([all.status, all.body.itemsPerPage]).toEqual([200, 5]);
      const beyond = await service.send('GET', `/Users?startIndex=${many}`);
      expect([beyond.status, beyond.body.totalResults, beyond.body.itemsPerPage]).toEqual([200, 5, 0]);
      const few = await service.send('GET', `/Users?count=-${many}&startIndex=-${many}`);
      expect(few.body).toMatchObject({ totalResults: 5, itemsPerPage: 0, startIndex: 1 });
      const body = `{"schemas":["${searchSchema}"],"count":${many},"startIndex":2}`;
      expect((await service.send('POST', '/Users/.search', body)).body.itemsPerPage).toBe(4);
    }
  });

  it('searches by POST as by GET', async () => {
    const request = {
      schemas: [searchSchema],
      filter: 'title eq "manager"',
      sortBy: 'userName',
      attributes: ['userName'],
      count: 1,
    };
    const answer = await service.send('POST', '/Users/.search', request);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ totalResults: 2, itemsPerPage: 1 });
    expect(Object.keys(answer.body.Resources[0]).sort()).toEqual(['id', 'schemas', 'userName']);
  });

  it('searches all types from the root', async () => {
    const all = await service.send('GET', '/');
    expect(all.body.totalResults).toBe(7);
    expect((await service.send('GET', filtered('/', 'userName pr'))).body.totalResults).toBe(5);
    expect((await service.send('GET', filtered('/', 'meta.resourceType eq "Group"'))).body.totalResults).toBe(
      2,
    );
    const paged: string[] = [];
    for (let start = 1; start <= 7; start += 3)
      paged.push(...names(await service.send('GET', `/?startIndex=${start}&count=3`)));
    expect(paged).toEqual(names(all));
    const sorted = await service.send('POST', '/.search', {
      schemas: [searchSchema],
      filter: 'displayName pr',
      sortBy: 'displayName',
    });
    expect(names(sorted)).toEqual(['o\'"brien\\', 'Sales', 'Support']);
  });

  it.each([
    ['attributes=userName', ['id', 'schemas', 'userName']],
    ['attributes=USERNAME,%20name.familyName', ['id', 'name', 'schemas', 'userName']],
    ['attributes=meta.location', ['id', 'meta', 'schemas']],
    ['attributes=nope,password', ['id', 'schemas']],
    [`attributes=${enterpriseSchema}`, ['id', 'schemas', enterpriseSchema]],
    [
      'excludedAttributes=emails,meta,id,name,title,urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
      ['id', 'schemas', enterpriseSchema, 'userName'],
    ],
  ])('projection %s', async (query, keys) => {
    const { body } = await service.send(
      'GET',
      `/Users?filter=${encodeURIComponent('userName sw "bob"')}&${query}`,
    );
    expect(Object.keys(body.Resources[0]).sort()).toEqual([...keys].sort());
  });
});
