import { equal, expectStatus, ok } from '../assertions.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { finds } from '../finds.ts';
import { patch, user } from '../messages.ts';

/** Absent, `null` and empty are one state. */
export const repUnassigned: readonly ConformanceCase[] = [
  {
    requirements: ['REP-12', 'REP-14'],
    name: 'takes absent, null and [] for one state, and leaves such attributes out',
    needs: ['filter'],
    run: async (client) => {
      const created = await client.createUser({ title: null, emails: [], name: null });
      for (const name of ['title', 'emails', 'name']) {
        ok(!created.text.includes(`"${name}":`), `Expected no "${name}" in the answer, got ${created.text}.`);
        ok(
          !(await finds(client, '/Users', created.textAt('id'), `${name} pr`)),
          `Expected "${name} pr" not to find a user without it, it did.`,
        );
      }
    },
  },
  {
    requirements: ['REP-13', 'PAT-24'],
    name: 'clears an attribute that is set to null or []',
    needs: ['filter', 'patch'],
    run: async (client) => {
      const full = { title: 'T', emails: [{ value: 'a@example.com' }] };
      const created = await client.createUser(full);
      const path = `/Users/${created.textAt('id')}`;
      const cleared = async (how: string) => {
        const read = await client.send('GET', path);
        equal(read.at('title'), undefined, `title after ${how}`);
        equal(read.at('emails'), undefined, `emails after ${how}`);
        ok(
          !(await finds(client, '/Users', created.textAt('id'), 'title pr or emails pr')),
          `Expected "pr" not to find the user after ${how}, it did.`,
        );
      };
      const nothing = user(created.textAt('userName'), { title: null, emails: [] });
      expectStatus(await client.send('PUT', path, { body: nothing }), 200);
      await cleared('PUT');
      const again = user(created.textAt('userName'), full);
      expectStatus(await client.send('PUT', path, { body: again }), 200);
      const body = patch(
        { op: 'replace', path: 'title', value: null },
        { op: 'replace', path: 'emails', value: [] },
      );
      expectStatus(await client.send('PATCH', path, { body }), 200, 204);
      await cleared('PATCH');
    },
  },
  {
    requirements: ['REP-15'],
    name: 'takes a complex value without any part for no value',
    needs: ['filter'],
    level: 'choice',
    run: async (client) => {
      for (const name of [{}, { givenName: null }]) {
        const created = await client.createUser({ name });
        equal(created.at('name'), undefined, `name after ${JSON.stringify(name)}`);
        ok(
          !(await finds(client, '/Users', created.textAt('id'), 'name pr')),
          'Expected "name pr" not to find the user, it did.',
        );
      }
    },
  },
];
