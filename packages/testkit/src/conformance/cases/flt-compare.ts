import { equal, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { enterpriseSchema, quoted, userSchema } from '../messages.ts';
import { type Population, populate } from '../population.ts';

type Table = readonly (readonly [filter: string, found: readonly string[]])[];

async function expectFound(people: Population, table: Table): Promise<void> {
  for (const [filter, found] of table) equal(await people.matching(filter), found, filter);
}

/** What the operators mean. */
export const fltCompare: readonly ConformanceCase[] = [
  {
    requirements: ['FLT-06', 'FLT-07', 'FLT-14'],
    name: 'compares strings, booleans and ids for identity, each under its case rule',
    run: async (client) => {
      const people = await populate(client, {
        a: { title: 'Boss', active: true, externalId: 'AbC' },
        b: { title: 'BOSS', active: false, externalId: 'abc' },
        c: { title: 'Bos', active: true, externalId: 'x' },
      });
      await expectFound(people, [
        ['title eq "boss"', ['a', 'b']],
        ['title ne "boss"', ['c']],
        ['active eq true', ['a', 'c']],
        ['active eq false', ['b']],
        ['active ne true', ['b']],
        ['externalId eq "AbC"', ['a']],
        ['externalId ne "AbC"', ['b', 'c']],
        [`userName eq ${quoted(`${people.tag}-A`.toUpperCase())}`, ['a']],
        [`id eq ${quoted(people.idOf('c'))}`, ['c']],
      ]);
    },
  },
  {
    requirements: ['FLT-08'],
    name: 'takes ne as the opposite of eq where there is no value, and as "some value differs" in a list',
    level: 'choice',
    run: async (client) => {
      const people = await populate(client, {
        a: { userType: 'X', emails: [{ value: 'a@x.example' }] },
        b: { userType: 'Y', emails: [{ value: 'a@x.example' }, { value: 'b@x.example' }] },
        c: {},
      });
      await expectFound(people, [
        ['userType ne "X"', ['b', 'c']],
        ['emails.value ne "a@x.example"', ['b', 'c']],
        ['not (emails.value eq "a@x.example")', ['c']],
      ]);
    },
  },
  {
    requirements: ['FLT-09'],
    name: 'finds parts, beginnings and ends of strings, wildcard letters being letters',
    run: async (client) => {
      const people = await populate(client, {
        a: { title: 'alpha%beta' },
        b: { title: 'a_c*.d\\' },
        c: { title: 'abc' },
        d: {},
      });
      await expectFound(people, [
        ['title co "A%B"', ['a']],
        ['title co "%"', ['a']],
        ['title co "_"', ['b']],
        ['title sw "a_c"', ['b']],
        ['title co "*."', ['b']],
        ['title ew "\\\\"', ['b']],
        ['title sw "ALPHA"', ['a']],
        ['title ew "BC"', ['c']],
        ['title sw "abc" and title ew "abc" and title co "abc"', ['c']],
        ['title sw "bc" or title ew "ab"', []],
        ['title co ""', ['a', 'b', 'c']],
      ]);
    },
  },
  {
    requirements: ['FLT-10'],
    name: 'counts a value as present when there is one, and not when it is null or empty',
    run: async (client) => {
      const people = await populate(client, {
        full: { title: 'T', name: { givenName: 'G' }, emails: [{ value: 'a@x.example' }], active: false },
        empty: { title: null, name: {}, emails: [], active: null },
        none: {},
      });
      await expectFound(people, [
        ['title pr', ['full']],
        ['name pr', ['full']],
        ['name.givenName pr', ['full']],
        ['name.familyName pr', []],
        ['emails pr', ['full']],
        ['emails.value pr', ['full']],
        ['emails.type pr', []],
        ['active pr', ['full']],
        ['not (title pr)', ['empty', 'none']],
        ['id pr', ['empty', 'full', 'none']],
      ]);
    },
  },
  {
    requirements: ['FLT-11'],
    name: 'orders strings by their letters and dates by time, whatever their zone',
    run: async (client) => {
      const people = await populate(client, {
        a: { title: 'Apple' },
        b: { title: 'banana' },
        c: { title: 'Cherry' },
      });
      await expectFound(people, [
        ['title gt "apple"', ['b', 'c']],
        ['title ge "APPLE"', ['a', 'b', 'c']],
        ['title lt "BANANA"', ['a']],
        ['title le "Banana"', ['a', 'b']],
      ]);
      const created = (await client.send('GET', `/Users/${people.idOf('b')}`)).textAt('meta', 'created');
      const at = new Date(created).getTime();
      ok(Number.isFinite(at), `Expected a date in meta.created, got "${created}".`);
      const shifted = `${new Date(at + 2 * 3_600_000).toISOString().replace('Z', '')}+02:00`;
      for (const instant of [created, shifted]) {
        const has = async (op: string) =>
          (await people.matching(`meta.created ${op} "${instant}"`)).includes('b');
        equal(
          [await has('ge'), await has('le'), await has('eq')],
          [true, true, true],
          `b against ${instant}`,
        );
        equal(
          [await has('gt'), await has('lt'), await has('ne')],
          [false, false, false],
          `b strictly against ${instant}`,
        );
      }
      const before = new Date(at - 1).toISOString();
      equal(
        (await people.matching(`meta.created gt "${before}"`)).includes('b'),
        true,
        'b a millisecond later',
      );
    },
  },
  {
    requirements: ['FLT-15', 'FLT-17'],
    name: 'is satisfied by one value of a list, and takes a list named alone for its values',
    run: async (client) => {
      const people = await populate(client, {
        a: {
          emails: [
            { value: 'one@x.example', type: 'work' },
            { value: 'two@y.example', type: 'home' },
          ],
        },
        b: { emails: [{ value: 'three@y.example' }] },
      });
      await expectFound(people, [
        ['emails.value eq "two@y.example"', ['a']],
        ['emails.value ew "y.example"', ['a', 'b']],
        ['emails co "y.example"', ['a', 'b']],
        ['emails eq "three@y.example"', ['b']],
        ['emails.type eq "home"', ['a']],
      ]);
    },
  },
  {
    requirements: ['FLT-29'],
    name: 'takes null for no value',
    level: 'choice',
    run: async (client) => {
      const people = await populate(client, { a: { title: 'T' }, b: {} });
      await expectFound(people, [
        ['title eq null', ['b']],
        ['title ne null', ['a']],
        ['emails eq null', ['a', 'b']],
      ]);
    },
  },
  {
    requirements: ['FLT-36'],
    name: 'finds a name whichever way its accents are composed',
    run: async (client) => {
      const [composed, decomposed] = ['Zo\u00eb', 'Zoe\u0308'];
      const people = await populate(client, {
        a: { name: { familyName: composed } },
        b: { name: { familyName: decomposed } },
        c: { name: { familyName: 'Zoe' } },
      });
      for (const name of [composed, decomposed, composed.toUpperCase()]) {
        equal(
          await people.matching(`name.familyName eq ${quoted(name)}`),
          ['a', 'b'],
          `familyName eq ${name}`,
        );
      }
    },
  },
  {
    requirements: ['FLT-38'],
    name: 'keeps case, absent values and same element in one filter',
    level: 'choice',
    run: async (client) => {
      const people = await populate(client, {
        a: { userType: 'Intern', emails: [{ type: 'work', value: 'X@y.example' }] },
        b: {
          emails: [
            { type: 'home', value: 'x@y.example' },
            { type: 'work', value: 'z@y.example' },
          ],
        },
        c: {
          userType: 'intern',
          [enterpriseSchema]: { department: 'x' },
          schemas: [userSchema, enterpriseSchema],
        },
      });
      await expectFound(people, [
        ['userType eq "INTERN" and not (emails[type eq "work" and value sw "x@"])', ['c']],
        ['userType ne "intern" or emails[type eq "WORK" and value eq "x@Y.example"]', ['a', 'b']],
        [`not (${enterpriseSchema}:department pr or userType pr)`, ['b']],
      ]);
    },
  },
];
