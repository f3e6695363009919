import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SqlStore } from './options.ts';
import { onEngines, type TestDatabase } from './test-support/engines.ts';
import { create, documentOnly, list, modelOf, scopeOf } from './test-support/tenant.ts';

const user = modelOf('User');

describe.each(onEngines)('text that trips databases up, on %s', (_, start) => {
  let database: TestDatabase;
  let store: SqlStore;
  beforeAll(async () => {
    database = await start();
    store = database.open();
    await store.migrate();
  });
  afterAll(() => database.end());

  it.each(['a\0b', '\0', '\ud800', 'x\udfff'])(
    '%j as a tenant or a slug is found nowhere, and kept nowhere',
    async (text) => {
      const scope = scopeOf(text);
      expect(await store.tenantBySlug(text)).toBeUndefined();
      expect(await store.read(scope, 'User', 'x', documentOnly)).toBeUndefined();
      expect(await store.remove(scope, 'User', 'x', { at: 1 })).toBeUndefined();
      expect((await list(store, scope, user)).total).toBe(0);
      await expect(create(store, scope, user, { userName: 'jo' })).rejects.toMatchObject({
        code: 'unsupported',
      });
    },
  );

  it.each([
    "'",
    '"',
    '`',
    '\\',
    '\\\\',
    "\\'",
    '%',
    '_',
    '--',
    '/*',
    '#',
    ';',
    '?',
    '$1',
    ':a',
    '\u2028',
    '🙂',
    'a ',
    ' a',
  ])('%j is itself: in a tenant, a slug, a name, an id and a document', async (text) => {
    const scope = scopeOf(`tenant ${text}`);
    const made = await create(store, scope, user, { userName: `n${text}`, title: text }, { id: `id${text}` });
    expect((await store.read(scope, 'User', `id${text}`, documentOnly))?.document.title).toBe(text);
    expect(made.after.id).toBe(`id${text}`);
    const { id } = await store.createTenant({ slug: `slug${text}`, appRef: `ref${text}`, at: 1 });
    expect(await store.tenantBySlug(`slug${text}`)).toEqual({
      id,
      slug: `slug${text}`,
      appRef: `ref${text}`,
      status: 'active',
    });
  });

  it('the longest keys that are promised are kept, found and told apart', async () => {
    const scope = scopeOf('long');
    const { maxKeyLength } = store.supports;
    for (const letter of ['x', 'é', '🙂']) {
      const [one, other] = [letter.repeat(maxKeyLength), `${letter.repeat(maxKeyLength - 1)}z`];
      for (const value of [one, other]) {
        await create(store, scope, user, {
          userName: value,
          externalId: value,
          displayName: value,
          name: { familyName: value },
          emails: [{ value, type: 'work' }],
        });
      }
      for (const path of ['userName', 'externalId', 'displayName', 'name.familyName', 'emails.value']) {
        expect((await list(store, scope, user, { text: `${path} eq "${other}"` })).total, path).toBe(1);
      }
    }
    expect((await list(store, scope, user, { text: 'emails[type eq "work"]' })).total).toBe(6);
  });

  it('an element whose parts are too long together for an index is refused as the request it is, or kept', async () => {
    const scope = scopeOf('too long');
    const text = Array.from({ length: store.supports.maxKeyLength }, (_, at) =>
      String.fromCodePoint(0x1f300 + ((at * 7919) % 700)),
    ).join('');
    const making = create(store, scope, user, { userName: 'jo', emails: [{ value: text, type: text }] });
    const refusal = await making.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refusal !== undefined) expect(refusal).toMatchObject({ name: 'StoreError', code: 'tooMany' });
    expect((await list(store, scope, user)).total).toBe(refusal === undefined ? 1 : 0);
  });
});
