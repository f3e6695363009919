import assert from 'node:assert/strict';
import type { Stored } from '@scimkit/core';
import { nastyStrings } from './nasty-strings.ts';
import type { Rule } from './rule.ts';
import { documentOf, documentOnly, epoch, everything, nextOf } from './tenant-under-test.ts';

const whole = {
  userName: 'jo@example.com',
  externalId: '00u1',
  name: { familyName: 'Öztürk', givenName: 'Jo' },
  active: false,
  emails: [
    { value: 'jo@example.com', type: 'work', primary: true },
    { value: 'jo@home.example', type: 'home' },
  ],
};

/** Tries to change everything about a resource; what is frozen may throw. */
function vandalise(stored: Stored): void {
  const attempts: (() => void)[] = [
    () => Object.assign(stored, { id: 'x', version: 'x', modified: 0 }),
    () => Object.assign(stored.document, { userName: 'vandal', extra: 1 }),
    () => Object.assign(Object(stored.document.name), { familyName: 'vandal' }),
    // A list in the document above.
    () => (stored.document.emails as unknown[]).push({ value: 'vandal' }),
    () => (stored.members as unknown[] | undefined)?.push({ type: 'User', id: 'x' }),
  ];
  for (const attempt of attempts) {
    try {
      attempt();
    } catch {
      // Refusing is the best answer there is.
    }
  }
}

/** What comes back is what was stored. */
export const documentRules: readonly Rule[] = [
  {
    name: 'a resource comes back as it was made',
    prove: async ({ tenant }) => {
      const { before, after, changed, added, removed } = await tenant.apply('User', whole);
      assert.deepEqual([before, changed, added, removed], [undefined, true, [], []]);
      const read = await tenant.get('User', after.id);
      for (const stored of [after, read]) {
        assert.equal(stored.type, 'User');
        assert.equal(stored.created, epoch);
        assert.equal(stored.modified, epoch);
        assert.deepEqual(stored.document, documentOf('User', whole));
        if (stored.json !== undefined) assert.deepEqual(JSON.parse(stored.json), stored.document);
      }
      assert.equal(read.version, after.version);
      assert.deepEqual(read.memberOf ?? [], []);
    },
  },
  {
    name: 'values of every type come back exactly',
    prove: async ({ tenant }) => {
      const device = {
        serial: 'S-1',
        ports: Number.MAX_SAFE_INTEGER,
        weight: 0.1 + 0.2,
        boughtAt: '2024-02-29T23:59:59.9999999+14:00',
        online: false,
        tags: ['b', 'a', 'b', ''],
        links: [{ value: 'https://example.com/?a=%20', speed: -1, primary: false }, { type: 'empty' }],
      };
      const { id } = await tenant.create('Device', device);
      assert.deepEqual((await tenant.get('Device', id)).document, documentOf('Device', device));
      for (const weight of [0, -1.5, 1e-7, 1e21, 123456789.98765433, Number.MIN_VALUE, Number.MAX_VALUE]) {
        await tenant.set('Device', id, { weight });
        assert.equal((await tenant.get('Device', id)).document.weight, weight);
      }
    },
  },
  {
    name: 'no string is changed, cut or run, wherever it stands',
    prove: async ({ tenant }) => {
      for (const [index, text] of nastyStrings.entries()) {
        const attributes = {
          userName: `u${index}${text}`,
          title: text,
          emails: [{ value: text, type: text }],
        };
        const { id } = await tenant.create('User', attributes);
        assert.deepEqual(
          (await tenant.get('User', id)).document,
          documentOf('User', attributes),
          JSON.stringify(text),
        );
      }
      assert.equal((await tenant.list('User')).total, nastyStrings.length);
    },
  },
  {
    name: 'a large document is kept whole',
    prove: async ({ tenant }) => {
      const emails = Array.from({ length: 300 }, (_, index) => ({
        value: `a${index}@example.com`,
        display: 'é'.repeat(300),
      }));
      const { id } = await tenant.user('jo', { emails });
      assert.deepEqual((await tenant.get('User', id)).document.emails, emails);
    },
  },
  {
    name: 'what the caller does with its document and keys afterwards changes nothing',
    prove: async ({ tenant, store }) => {
      const document = structuredClone(documentOf('User', whole));
      const keys = [...nextOf('User', document).keys];
      const { after } = await store.create(tenant.scope, 'User', { document, keys, at: epoch });
      Object.assign(document, { userName: 'vandal' });
      Object.assign(Object(document.name), { familyName: 'vandal' });
      keys.length = 0;
      assert.deepEqual((await tenant.get('User', after.id)).document, documentOf('User', whole));
      await tenant.remove('User', after.id);
      await tenant.user('jo@example.com');
    },
  },
  {
    name: 'what the receiver does with a resource changes nothing that is stored',
    prove: async ({ tenant }) => {
      const { after } = await tenant.apply('User', whole);
      const { id } = after;
      const unharmed = async (document: unknown, modified: number) => {
        for (const want of [everything, documentOnly]) {
          const read = await tenant.get('User', id, want);
          assert.deepEqual([read.id, read.document, read.modified], [id, document, modified]);
        }
      };
      vandalise(after);
      vandalise(await tenant.get('User', id));
      vandalise(await tenant.get('User', id, documentOnly));
      for (const want of [everything, documentOnly]) {
        for (const listed of (await tenant.list('User', { want })).resources) vandalise(listed);
      }
      await unharmed(documentOf('User', whole), epoch);
      const changed = await tenant.set('User', id, { title: 'Engineer' });
      vandalise(changed.after);
      if (changed.before !== undefined) vandalise(changed.before);
      await unharmed({ ...documentOf('User', whole), title: 'Engineer' }, epoch + 1000);
    },
  },
  {
    name: 'what is not wanted is not loaded',
    prove: async ({ tenant }) => {
      const user = await tenant.user('jo');
      const group = await tenant.group('Staff', [{ id: user.id }]);
      const bare = await tenant.get('Group', group.id, { document: false, members: false, memberOf: false });
      assert.deepEqual(bare.document, {});
      assert.equal(bare.members, undefined);
      assert.equal(bare.version, group.version);
      const members = await tenant.get('Group', group.id, {
        document: false,
        members: true,
        memberOf: false,
      });
      assert.deepEqual([members.document, members.members?.length], [{}, 1]);
      const plain = await tenant.get('User', user.id, documentOnly);
      assert.equal(plain.memberOf, undefined);
    },
  },
  {
    name: 'ids that nobody has are not found, whatever they look like',
    prove: async ({ tenant }) => {
      const { id } = await tenant.user('jo');
      const strange = [
        '',
        ' ',
        '0',
        '1',
        '__proto__',
        'constructor',
        'toString',
        `${id} `,
        id.slice(0, -1),
        `${id}0`,
      ];
      for (const other of [...strange, ...nastyStrings, 'x'.repeat(10_000)]) {
        assert.equal(await tenant.read('User', other), undefined, JSON.stringify(other.slice(0, 60)));
        assert.equal(await tenant.update('User', other, {}), undefined);
        assert.equal(await tenant.remove('User', other), undefined);
      }
      assert.equal((await tenant.list('User')).total, 1);
    },
  },
  {
    name: 'an id that the host issues is kept, and cannot be issued twice',
    prove: async ({ tenant }) => {
      const { id } = await tenant.user('someone');
      await tenant.remove('User', id);
      const { id: issued } = await tenant.create('User', { userName: 'first' }, { id: crypto.randomUUID() });
      assert.notEqual(issued, id);
      await assert.rejects(tenant.create('User', { userName: 'second' }, { id: issued }));
      assert.equal((await tenant.get('User', issued)).document.userName, 'first');
    },
  },
  {
    name: 'ids that the store makes are never made again',
    prove: async ({ tenant }) => {
      const seen = new Set<string>();
      for (let round = 0; round < 10; round += 1) {
        const { id } = await tenant.user('jo');
        assert(!seen.has(id), `The id ${id} was made twice.`);
        seen.add(id);
        await tenant.remove('User', id);
      }
    },
  },
];
