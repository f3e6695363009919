import { equal, expectStatus } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { enterpriseSchema, quoted, userSchema } from '../messages.ts';
import { expectRefused, populate } from '../population.ts';

/** How filters are written and put together. */
export const fltGrammar: readonly ConformanceCase[] = [
  {
    requirements: ['FLT-01'],
    name: 'says the truth about filters in its configuration',
    level: 'choice',
    run: async (client) => {
      const config = await client.send('GET', '/ServiceProviderConfig');
      equal(config.at('filter', 'supported'), true, 'filter.supported');
      const people = await populate(client, { a: { title: 'A' }, b: { title: 'B' } });
      equal(await people.matching('title eq "A"'), ['a'], 'users found');
    },
  },
  {
    requirements: ['FLT-02'],
    name: 'returns what matches, all of it and nothing else',
    run: async (client) => {
      const people = await populate(client, {
        a: { title: 'A' },
        b: { title: 'B' },
        c: { title: 'A' },
        d: {},
      });
      const query = { filter: people.within('title eq "A"') };
      const page = expectStatus(await client.send('GET', '/Users', { query }), 200);
      equal(people.labels(page.listAt('Resources')).toSorted(), ['a', 'c'], 'users found');
      equal(page.at('totalResults'), 2, 'totalResults');
    },
  },
  {
    requirements: ['FLT-03'],
    name: 'reads names, operators and words in any case',
    run: async (client) => {
      const people = await populate(client, {
        a: { title: 'A', name: { givenName: 'G' } },
        b: { title: 'B' },
      });
      for (const filter of [
        'TITLE Eq "A"',
        'Title EQ "A" AND UserName Pr',
        'title eq "none" OR NAME.GIVENNAME sW "G"',
        'NOT (title Eq "B")',
        `${userSchema.toUpperCase()}:title eq "A"`,
      ]) {
        equal(await people.matching(filter), ['a'], filter);
      }
    },
  },
  {
    requirements: ['FLT-04'],
    name: 'binds not more tightly than and, and and more tightly than or',
    run: async (client) => {
      const people = await populate(client, {
        a: { title: '1', userType: '0', nickName: '0' },
        b: { title: '0', userType: '1', nickName: '0' },
        c: { title: '0', userType: '1', nickName: '1' },
        d: { title: '0', userType: '0', nickName: '1' },
      });
      const table = [
        ['title eq "1" or userType eq "1" and nickName eq "1"', ['a', 'c']],
        ['nickName eq "1" and userType eq "1" or title eq "1"', ['a', 'c']],
        ['(title eq "1" or userType eq "1") and nickName eq "1"', ['c']],
        ['not (title eq "1") and userType eq "1"', ['b', 'c']],
        ['not (title eq "1" or userType eq "1")', ['d']],
        ['not (title eq "1") or title eq "1" and nickName eq "1"', ['b', 'c', 'd']],
        ['not (not (title eq "1"))', ['a']],
      ] as const;
      for (const [filter, found] of table) equal(await people.matching(filter), found, filter);
    },
  },
  {
    requirements: ['FLT-05'],
    name: 'takes not before parentheses, with and without a blank, and not without them',
    run: async (client) => {
      const people = await populate(client, { a: { title: 'A' }, b: {} });
      equal(await people.matching('not (title pr)'), ['b'], 'not (title pr)');
      equal(await people.matching('not(title pr)'), ['b'], 'not(title pr)');
      equal(await people.matching('not ( title eq "A" )'), ['b'], 'not ( title eq "A" )');
      await expectRefused(client, 'not title pr');
      await expectRefused(client, 'title pr not');
    },
  },
  {
    requirements: ['FLT-16'],
    name: 'reaches the parts of complex attributes by their path',
    run: async (client) => {
      const people = await populate(client, {
        a: { name: { givenName: 'Ann', familyName: 'Bea' } },
        b: { name: { givenName: 'Bea', familyName: 'Ann' } },
      });
      equal(await people.matching('name.givenName eq "Ann"'), ['a'], 'by givenName');
      equal(await people.matching('name.familyName eq "Ann"'), ['b'], 'by familyName');
    },
  },
  {
    requirements: ['FLT-22'],
    name: 'understands names with their schema, extensions and their parts included',
    run: async (client) => {
      const boss = (await client.createUser()).textAt('id');
      const people = await populate(client, {
        a: {
          name: { givenName: 'Ann' },
          [enterpriseSchema]: { department: 'Sales', manager: { value: boss } },
          schemas: [userSchema, enterpriseSchema],
        },
        b: { name: { givenName: 'Bob' } },
      });
      const table = [
        [`${userSchema}:userName sw ${quoted(`${people.tag}-a`)}`, ['a']],
        [`${userSchema}:name.givenName eq "Bob"`, ['b']],
        [`${enterpriseSchema}:department eq "Sales"`, ['a']],
        [`${enterpriseSchema}:department sw "s" and ${userSchema}:name.givenName pr`, ['a']],
        [`${enterpriseSchema}:manager.value eq ${quoted(boss)}`, ['a']],
        [`not (${enterpriseSchema}:manager pr)`, ['b']],
      ] as const;
      for (const [filter, found] of table) equal(await people.matching(filter), found, filter);
    },
  },
  {
    requirements: ['FLT-23'],
    name: 'understands an extension attribute without its schema where only one can be meant',
    level: 'choice',
    run: async (client) => {
      const people = await populate(client, {
        a: { [enterpriseSchema]: { employeeNumber: '77' }, schemas: [userSchema, enterpriseSchema] },
        b: {},
      });
      const query = { filter: people.within('employeeNumber eq "77"') };
      const answer = expectStatus(await client.send('GET', '/Users', { query }), 200, 400);
      if (answer.status === 200) equal(people.labels(answer.listAt('Resources')), ['a'], 'users found');
      else equal(answer.at('scimType'), 'invalidFilter', 'scimType');
    },
  },
  {
    requirements: ['FLT-24'],
    name: 'filters by the common attributes',
    run: async (client) => {
      const externalId = client.unique('Ext');
      const people = await populate(client, {
        a: { externalId, [enterpriseSchema]: { department: 'D' }, schemas: [userSchema, enterpriseSchema] },
        b: {},
      });
      const id = people.idOf('b');
      const read = await client.send('GET', `/Users/${id}`);
      const table = [
        [`id eq ${quoted(id)}`, ['b']],
        [`externalId eq ${quoted(externalId)}`, ['a']],
        [`schemas eq ${quoted(enterpriseSchema)}`, ['a']],
        [`schemas eq ${quoted(userSchema)}`, ['a', 'b']],
        ['meta.resourceType eq "User"', ['a', 'b']],
        ['meta.resourceType eq "Group"', []],
        ['meta.created gt "2000-01-01T00:00:00Z"', ['a', 'b']],
        ['meta.lastModified lt "2000-01-01T00:00:00Z"', []],
        [`meta.location eq ${quoted(read.textAt('meta', 'location'))}`, ['b']],
      ] as const;
      for (const [filter, found] of table) equal(await people.matching(filter), found, filter);
    },
  },
  {
    requirements: ['FLT-28'],
    name: 'decodes string values by the rules of JSON',
    run: async (client) => {
      const people = await populate(client, {
        a: { title: "O'Malley" },
        b: { title: 'a"b' },
        c: { title: 'a\\b' },
        d: { title: 'tab\there' },
        e: { title: 'x and (y or "z") eq [1]' },
        f: { title: '😀' },
      });
      const table = [
        ['title eq "O\\u0027Malley"', ['a']],
        ['title eq "O\'Malley"', ['a']],
        ['title eq "a\\"b"', ['b']],
        ['title eq "a\\\\b"', ['c']],
        ['title eq "tab\\there"', ['d']],
        ['title eq "x and (y or \\"z\\") eq [1]"', ['e']],
        ['title eq "\\ud83d\\ude00" or title co "\\/"', ['f']],
      ] as const;
      for (const [filter, found] of table) equal(await people.matching(filter), found, filter);
    },
  },
  {
    requirements: ['FLT-32'],
    name: 'tolerates a missing blank before a quoted value, as one example of the RFC has it',
    level: 'choice',
    run: async (client) => {
      const people = await populate(client, { a: { title: 'A' }, b: { title: 'B' } });
      equal(await people.matching('title eq"A"'), ['a'], 'title eq"A"');
      equal(await people.matching('emails[type eq"work"] or title eq"B"'), ['b'], 'in brackets');
    },
  },
  {
    requirements: ['FLT-34'],
    name: 'bounds the length and depth of filters, and says so',
    level: 'choice',
    run: async (client) => {
      const nested = `${'('.repeat(2_000)}userName pr${')'.repeat(2_000)}`;
      const negated = `${'not ('.repeat(1_000)}userName pr${')'.repeat(1_000)}`;
      const long = Array.from({ length: 400 }, (_, index) => `title eq "${index}"`).join(' or ');
      for (const filter of [nested, negated, long]) {
        // By POST, where no limit on the length of a URL comes first.
        const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], filter, count: 0 };
        const answer = await client.send('POST', '/Users/.search', { body });
        expectStatus(answer, ...(filter === long ? [200, 400] : [400]));
        if (answer.status === 400)
          equal(
            answer.at('scimType') === 'tooMany' || answer.at('scimType') === 'invalidFilter',
            true,
            'scimType is invalidFilter or tooMany',
          );
      }
      expectStatus(await client.send('GET', '/Users?count=0'), 200);
    },
  },
];
