import { equal, expectError, expectStatus } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { patch, user } from '../messages.ts';

/** Uniqueness of `userName`. */
export const chrUnique: readonly ConformanceCase[] = [
  {
    requirements: ['CHR-24', 'CRE-04', 'RES-01', 'CHR-26'],
    name: 'answers a POST of a userName that is taken with 409 uniqueness, in any letter case',
    run: async (client) => {
      const userName = `${client.unique('User')}@example.com`;
      await client.createUser({ userName });
      for (const taken of [userName, userName.toUpperCase(), userName.toLowerCase()]) {
        const answer = await client.send('POST', '/Users', { body: user(taken) });
        expectError(answer, 409, 'uniqueness');
      }
    },
  },
  {
    requirements: ['CHR-25', 'PAT-21'],
    name: 'answers a PUT or PATCH to a userName that is taken with 409 uniqueness',
    level: 'choice',
    needs: ['patch'],
    run: async (client) => {
      const taken = (await client.createUser()).textAt('userName');
      const created = await client.createUser();
      const path = `/Users/${created.textAt('id')}`;
      expectError(await client.send('PUT', path, { body: user(taken) }), 409, 'uniqueness');
      const body = patch({ op: 'replace', path: 'userName', value: taken.toUpperCase() });
      expectError(await client.send('PATCH', path, { body }), 409, 'uniqueness');
      equal((await client.send('GET', path)).body, created.body, 'the user afterwards');
    },
  },
  {
    requirements: ['CHR-26'],
    name: 'lets a user change the letter case of its own userName',
    level: 'choice',
    run: async (client) => {
      const created = await client.createUser();
      const userName = created.textAt('userName').toUpperCase();
      const path = `/Users/${created.textAt('id')}`;
      const replaced = expectStatus(await client.send('PUT', path, { body: user(userName) }), 200);
      equal(replaced.at('userName'), userName, 'userName');
    },
  },
  {
    requirements: ['CHR-28', 'FLT-36'],
    name: 'prepares userName before it compares: composed and decomposed, full and half width',
    needs: ['filter'],
    run: async (client) => {
      const end = client.unique('');
      const composed = `Jos\u00E9\uFF21${end}`;
      const created = await client.createUser({ userName: composed });
      for (const same of [`Jose\u0301\uFF21${end}`, `Jos\u00E9A${end}`, `jose\u0301a${end}`]) {
        expectError(await client.send('POST', '/Users', { body: user(same) }), 409, 'uniqueness');
        const query = { filter: `userName eq ${JSON.stringify(same)}` };
        const found = expectStatus(await client.send('GET', '/Users', { query }), 200);
        equal(found.at('Resources', 0, 'id'), created.at('id'), `what ${same} finds`);
      }
    },
  },
];
