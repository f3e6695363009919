import type { Answer } from '../answer.ts';
import { valueAt } from '../answer.ts';
import { equal, expectError, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import type { ConformanceClient } from '../conformance-client.ts';
import { enterpriseSchema, patch, quoted, search, user, userSchema } from '../messages.ts';

const rich = {
  schemas: [userSchema, enterpriseSchema],
  title: 'T',
  nickName: 'N',
  name: { givenName: 'G', familyName: 'F' },
  emails: [
    { value: 'a@x.example', type: 'work', display: 'A' },
    { value: 'b@x.example', type: 'home' },
  ],
  [enterpriseSchema]: { department: 'D', employeeNumber: '7' },
};

/** attributes and excludedAttributes. */
export const prj: readonly ConformanceCase[] = [
  {
    requirements: ['PRJ-01', 'PRJ-02'],
    name: 'shows the attributes that are named beside those always shown, and no others',
    run: async (client) => {
      const read = await reader(client);
      equal(names(await read('attributes=title')), ['id', 'schemas', 'title'], 'attributes=title');
      equal(
        names(await read('attributes=title,emails,meta')),
        ['emails', 'id', 'meta', 'schemas', 'title'],
        'three names',
      );
    },
  },
  {
    requirements: ['PRJ-01', 'PRJ-03', 'PRJ-04'],
    name: 'leaves out what is excluded, but nothing that is always shown',
    run: async (client) => {
      const read = await reader(client);
      const whole = names(await read('x='));
      const left = names(await read('excludedAttributes=title,id,schemas,emails'));
      equal(
        left,
        whole.filter((name) => name !== 'title' && name !== 'emails'),
        'names that are left',
      );
      ok(left.includes('id') && left.includes('schemas'), 'Expected id and schemas in any case.');
    },
  },
  {
    requirements: ['PRJ-05'],
    name: 'heeds both parameters in every answer with a resource',
    needs: ['patch', 'filter'],
    run: async (client) => {
      const userName = client.unique('prj');
      const body = user(userName, rich);
      const created = await client.send('POST', '/Users?attributes=title', { body });
      equal(names(expectStatus(created, 201)), ['id', 'schemas', 'title'], 'names after POST');
      const path = `/Users/${created.textAt('id')}`;
      const filter = `userName eq ${quoted(userName)}`;
      const change = patch({ op: 'replace', path: 'nickName', value: 'M' });
      const replaced = await client.send('PUT', `${path}?attributes=title`, { body });
      const patched = await client.send('PATCH', `${path}?attributes=title`, { body: change });
      for (const answer of [replaced, patched, await client.send('GET', `${path}?attributes=title`)]) {
        equal(names(expectStatus(answer, 200)), ['id', 'schemas', 'title'], `names after ${answer.method}`);
      }
      const listed = await client.send('GET', '/Users', { query: { filter, attributes: 'title' } });
      const sought = await client.send('POST', '/Users/.search', {
        body: search({ filter, attributes: ['title'] }),
      });
      for (const answer of [listed, sought]) {
        const shown = Object.keys(Object(answer.at('Resources', 0))).toSorted();
        equal(shown, ['id', 'schemas', 'title'], `names in the answer to ${answer.method} ${answer.path}`);
      }
      const without = await client.send('PUT', `${path}?excludedAttributes=emails,name`, { body });
      equal(
        [without.at('emails'), without.at('name'), without.at('title')],
        [undefined, undefined, 'T'],
        'after PUT',
      );
    },
  },
  {
    requirements: ['PRJ-06'],
    name: 'reads lists with commas, with blanks behind them, and parameters that are repeated',
    run: async (client) => {
      const read = await reader(client);
      for (const query of [
        'attributes=title,nickName',
        'attributes=title,%20nickName,',
        'attributes=title&attributes=nickName',
      ]) {
        equal(names(await read(query)), ['id', 'nickName', 'schemas', 'title'], query);
      }
    },
  },
  {
    requirements: ['PRJ-07'],
    name: 'understands parts, schemas in front and any case',
    run: async (client) => {
      const read = await reader(client);
      equal(
        (await read('attributes=name.givenName')).at('name'),
        { givenName: 'G' },
        'name of name.givenName',
      );
      equal(
        (await read('attributes=NAME.GIVENNAME')).at('name'),
        { givenName: 'G' },
        'name of NAME.GIVENNAME',
      );
      const qualified = await read(`attributes=${userSchema}:emails.value`);
      equal(
        qualified.at('emails'),
        [{ value: 'a@x.example' }, { value: 'b@x.example' }],
        'emails of emails.value',
      );
      equal(qualified.at('title'), undefined, 'title of emails.value');
      const extended = await read(`attributes=${enterpriseSchema.toUpperCase()}:department`);
      equal(extended.at(enterpriseSchema), { department: 'D' }, 'extension of its department');
      equal(extended.at('name'), undefined, 'name of the department');
    },
  },
  {
    requirements: ['PRJ-08'],
    name: 'takes the URN of an extension for the whole of it',
    level: 'choice',
    run: async (client) => {
      const read = await reader(client);
      const named = await read(`attributes=${enterpriseSchema}`);
      equal(names(named), ['id', 'schemas', enterpriseSchema].toSorted(), 'names');
      equal(named.at(enterpriseSchema), rich[enterpriseSchema], 'the extension');
      equal(
        (await read(`excludedAttributes=${enterpriseSchema}`)).at(enterpriseSchema),
        undefined,
        'when excluded',
      );
    },
  },
  {
    requirements: ['PRJ-09'],
    name: 'refuses both parameters at once',
    level: 'choice',
    run: async (client) => {
      const both = { attributes: 'title', excludedAttributes: 'name' };
      const { textAt } = await client.createUser();
      expectError(await client.send('GET', `/Users/${textAt('id')}`, { query: both }), 400, 'invalidValue');
      expectError(await client.send('GET', '/Users', { query: both }), 400, 'invalidValue');
      const body = search({ attributes: ['title'], excludedAttributes: ['name'] });
      expectError(await client.send('POST', '/Users/.search', { body }), 400, 'invalidValue');
    },
  },
  {
    requirements: ['PRJ-10'],
    name: 'passes over names that it does not know',
    level: 'choice',
    run: async (client) => {
      const read = await reader(client);
      equal(
        names(await read('attributes=nope,__proto__,constructor')),
        ['id', 'schemas'],
        'names of unknown ones',
      );
      equal(names(await read('attributes=nope,title')), ['id', 'schemas', 'title'], 'names with a known one');
      equal(
        names(await read('excludedAttributes=nope')),
        names(await read('x=')),
        'names with an unknown one excluded',
      );
    },
  },
  {
    requirements: ['PRJ-12'],
    name: 'gives the same entity tag whatever is shown',
    needs: ['etag'],
    run: async (client) => {
      const read = await reader(client);
      const tag = (await read('x=')).headers.get('etag');
      ok(tag !== null, 'Expected an ETag.');
      for (const query of ['attributes=title', 'excludedAttributes=title,meta', 'attributes=meta']) {
        equal((await read(query)).headers.get('etag'), tag, `ETag with ${query}`);
      }
    },
  },
  {
    requirements: ['PRJ-13'],
    name: 'leaves out parts, and parents that have nothing left',
    level: 'choice',
    run: async (client) => {
      const read = await reader(client);
      const answer = await read(
        'excludedAttributes=emails.display,emails.type,name.givenName,name.familyName',
      );
      equal(answer.at('emails'), [{ value: 'a@x.example' }, { value: 'b@x.example' }], 'emails');
      equal(answer.at('name'), undefined, 'name');
      ok(valueAt(answer.body, 'title') === 'T', 'Expected the title to stay.');
    },
  },
];

/** Creates a user with much to show and reads it in different ways. */
async function reader(client: ConformanceClient): Promise<(query: string) => Promise<Answer>> {
  const id = (await client.createUser(rich)).textAt('id');
  return async (query) => expectStatus(await client.send('GET', `/Users/${id}?${query}`), 200);
}

function names(answer: Answer): readonly string[] {
  return Object.keys(Object(answer.body)).toSorted();
}
