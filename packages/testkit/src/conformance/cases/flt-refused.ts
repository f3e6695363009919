import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { expectRefused } from '../population.ts';

/** Filters that mean nothing get 400 `invalidFilter`, never the whole list. */
export const fltRefused: readonly ConformanceCase[] = [
  {
    requirements: ['FLT-12'],
    name: 'refuses an order of booleans and binaries',
    run: async (client) => {
      for (const op of ['gt', 'ge', 'lt', 'le']) {
        await expectRefused(client, `active ${op} true`);
        await expectRefused(client, `x509Certificates.value ${op} "AAAA"`);
      }
    },
  },
  {
    requirements: ['FLT-13'],
    name: 'refuses comparisons that a type does not have',
    level: 'choice',
    run: async (client) => {
      for (const op of ['co', 'sw', 'ew']) {
        await expectRefused(client, `active ${op} "t"`);
        await expectRefused(client, `meta.created ${op} "2024"`);
        await expectRefused(client, `name ${op} "x"`);
      }
      for (const filter of [
        'name eq "x"',
        'userName eq 5',
        'userName eq true',
        'active eq 1',
        'meta.created eq 2024',
        'addresses eq "x"',
      ]) {
        await expectRefused(client, filter);
      }
    },
  },
  {
    requirements: ['FLT-25', 'FLT-26'],
    name: 'refuses unknown operators and bad syntax with a sentence, and returns nobody',
    run: async (client) => {
      await client.createUser();
      for (const filter of [
        'userName regex "x"',
        'userName eq',
        'userName',
        'eq "x"',
        '"x" eq userName',
        '(userName pr',
        'userName pr)',
        'userName pr and',
        'or userName pr',
        'userName pr userName pr',
        'userName == "x"',
        'userName eq "x',
        'userName eq "\\x"',
        'emails[type eq "work"',
        'emails type eq "work"]',
        'emails..value pr',
        '.userName pr',
        'a b c d',
        '',
        ' ',
        '()',
      ]) {
        await expectRefused(client, filter);
      }
      const body = {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
        filter: 'userName eq',
      };
      expectError(await client.send('POST', '/Users/.search', { body }), 400, 'invalidFilter');
      expectError(
        await client.send('GET', '/', { query: { filter: 'userName regex "x"' } }),
        400,
        'invalidFilter',
      );
    },
  },
  {
    requirements: ['FLT-27'],
    name: 'refuses attributes that the type does not have, and names them',
    level: 'choice',
    run: async (client) => {
      for (const name of [
        'shoeSize',
        'emails.size',
        'urn:example:none:size',
        '__proto__',
        'constructor.name',
      ]) {
        const refused = await client.send('GET', '/Users', { query: { filter: `${name} eq "x"` } });
        expectError(refused, 400, 'invalidFilter');
        ok(
          refused.textAt('detail').length > 10,
          `Expected a sentence about ${name}, got "${refused.textAt('detail')}".`,
        );
      }
      await expectRefused(client, 'userName pr or shoeSize pr');
      await expectRefused(client, 'userName pr', '/Groups');
    },
  },
  {
    requirements: ['FLT-29'],
    name: 'refuses to order or search null',
    level: 'choice',
    run: async (client) => {
      for (const op of ['gt', 'ge', 'lt', 'le', 'co', 'sw', 'ew'])
        await expectRefused(client, `title ${op} null`);
    },
  },
  {
    requirements: ['FLT-30'],
    name: 'lets nobody ask about passwords',
    level: 'choice',
    run: async (client) => {
      const password = 't0p-Secret-and-long';
      await client.createUser({ password });
      for (const filter of [
        'password pr',
        'password sw "t"',
        `password eq "${password}"`,
        'not (password pr)',
        'userName pr and password ne "x"',
      ]) {
        await expectRefused(client, filter);
      }
    },
  },
  {
    requirements: ['FLT-31'],
    name: 'refuses dates that are none',
    level: 'choice',
    run: async (client) => {
      for (const value of ['x', '2024-13-01T00:00:00Z', '2024-01-01', '', '2024-02-30T00:00:00Z']) {
        await expectRefused(client, `meta.created gt "${value}"`);
      }
    },
  },
  {
    requirements: ['FLT-33'],
    name: 'refuses values without quotes or in single ones',
    level: 'choice',
    run: async (client) => {
      await client.createUser();
      for (const filter of ['userName sw J', "userName sw 'J'", 'active eq yes'])
        await expectRefused(client, filter);
    },
  },
  {
    requirements: ['FLT-26'],
    name: 'refuses a filter that is given twice',
    level: 'choice',
    run: async (client) => {
      const twice = 'filter=userName%20eq%20%22a%22&filter=userName%20pr';
      expectError(await client.send('GET', `/Users?${twice}`), 400);
      equal(
        expectStatus(await client.send('GET', '/Users?count=0'), 200).listAt('Resources'),
        [],
        'Resources',
      );
    },
  },
];
