import {
  type Change,
  type Draft,
  displayOf,
  extractKeys,
  type Next,
  type StoredDocument,
} from '@scimkit/core';
import type { SqlStore } from '@scimkit/sql';
import { userDocument, workMailOf } from '../data/documents.ts';
import { groupIdOf, userIdOf } from '../data/ids.ts';
import { membership, userModel } from '../data/models.ts';
import { membersOfSmallGroup } from '../data/sizes.ts';
import { scopeOf } from '../data/verify.ts';
import { type Asked, type Ground, type Group, type Line, target } from './line.ts';
import { documentOnly, isUser, scatter } from './reads.ts';

const grouped = new Intl.NumberFormat('en');
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** What identity providers change. What is made is removed again, so that a database can be kept. */
export function writes(ground: Ground): readonly Group[] {
  return [
    { lines: makeAndRemove(ground) },
    { lines: [patch(ground)] },
    changeMail(ground),
    joinAndLeave(ground, 'small'),
    joinAndLeave(ground, 'big'),
  ];
}

/** What core hands down for a document; keys are made when they are asked for. */
class PreparedUser implements Next {
  readonly keyed = userModel.keyed;
  readonly document: StoredDocument;
  declare readonly display?: string;

  constructor(document: StoredDocument) {
    this.document = document;
    const display = displayOf(userModel, document);
    if (display !== undefined) this.display = display;
  }

  get keys() {
    return extractKeys(userModel, this.document);
  }
}

function makeAndRemove({ tenants, hand, run, sizes }: Ground): readonly Line[] {
  const scope = scopeOf(tenants.large);
  const documentOf = (number: number) => userDocument(number, `${run}.Example.com`);
  const made = new Map<number, string>();
  const take = (number: number): string => {
    const id = made.get(number) ?? '';
    made.delete(number);
    return id;
  };
  const users = `${grouped.format(sizes.large)} users`;
  return [
    {
      name: 'create',
      title: `create, ${users}`,
      atMost: target,
      store: async (store, number) => {
        const { document, keys, keyed, display } = new PreparedUser(documentOf(number));
        const draft: Draft = { document, keys, keyed, ...(display && { display }), at: Date.now() };
        const { after } = await store.create(scope, 'User', draft);
        made.set(number, after.id);
        return after;
      },
      hand: async (number) => {
        const document = documentOf(number);
        const id = await hand.create(tenants.large, document, Date.now());
        if (id !== undefined) made.set(number, id);
        return id === undefined ? undefined : { id, document };
      },
      fetch: async (ask, number) => {
        const body = documentOf(number);
        const { headers } = await ask({ tenant: 'large', method: 'POST', path: '/Users', body });
        made.set(number, headers.get('location')?.split('/').at(-1) ?? '');
      },
      isRight: (answer, number) => isUser(answer, made.get(number) ?? ''),
    },
    {
      name: 'remove',
      title: `remove, ${users}`,
      store: (store, number) => store.remove(scope, 'User', take(number), { at: Date.now() }),
      hand: (number) => hand.remove(tenants.large, take(number), Date.now()),
      fetch: (ask, number) => ask({ tenant: 'large', method: 'DELETE', path: `/Users/${take(number)}` }),
      isRight: (answer) => answer !== undefined && answer !== false,
    },
  ];
}

function update(store: SqlStore, tenant: number, id: string, edit: (now: StoredDocument) => StoredDocument) {
  const change: Change = {
    at: Date.now(),
    deltas: [],
    want: documentOnly,
    next: ({ document }) => new PreparedUser(edit(document)),
  };
  return store.update(scopeOf(tenant), 'User', id, change).then((applied) => applied?.after);
}

function patch({ tenants, hand, sizes, run }: Ground): Line {
  const idOf = (number: number) => userIdOf(scatter(number, sizes.large));
  const profile = (number: number) => ({ title: `Title ${run} ${number}`, active: number % 2 === 0 });
  return {
    name: 'patch',
    title: `PATCH of active and title, ${grouped.format(sizes.large)} users`,
    atMost: target,
    store: (store, number) =>
      update(store, tenants.large, idOf(number), (now) => ({ ...now, ...profile(number) })),
    hand: (number) => hand.patch(tenants.large, idOf(number), profile(number), Date.now()),
    fetch: (ask, number) =>
      ask({
        tenant: 'large',
        method: 'PATCH',
        path: `/Users/${idOf(number)}`,
        body: { schemas: [patchOp], Operations: [{ op: 'replace', value: profile(number) }] },
      }),
    isRight: (answer, number) => isUser(answer, idOf(number)),
  };
}

/** There and back, so that look-ups find every user again in a database that is kept. */
function changeMail({ tenants, hand, sizes, run }: Ground): Group {
  const userOf = (number: number) => scatter(number, sizes.large);
  const change = (name: string, title: string, mailOf: (number: number) => string): Line => ({
    name,
    title: `${title}, ${grouped.format(sizes.large)} users`,
    atMost: target,
    store: (store, number) =>
      update(store, tenants.large, userIdOf(userOf(number)), (now) => {
        const [first, ...others] = now.emails as readonly object[]; // as loaded
        return { ...now, emails: [{ ...first, value: mailOf(number) }, ...others] };
      }),
    hand: (number) => hand.patchMail(tenants.large, userIdOf(userOf(number)), mailOf(number), Date.now()),
    isRight: (answer, number) => isUser(answer, userIdOf(userOf(number))),
  });
  return {
    supply: sizes.large,
    lines: [
      change('patch-mail', 'PATCH of an address', (number) => `New.${number}@${run}.Example.com`),
      change('patch-mail-back', 'PATCH of an address back', (number) => workMailOf(userOf(number))),
    ],
  };
}

/** Users in no group join one and leave it again. */
function joinAndLeave({ tenants, hand, sizes }: Ground, which: 'small' | 'big'): Group {
  const groupOf = (number: number) =>
    groupIdOf(which === 'big' ? 0 : 1 + (number % Math.max(1, sizes.smallGroups - 1)));
  const free = sizes.large - sizes.members;
  const memberOf = (number: number) => userIdOf(sizes.members + scatter(number, free));
  const change = (add: string[], remove: string[]): Change => ({
    at: Date.now(),
    want: { document: false, members: false, memberOf: false },
    deltas: [
      {
        attribute: membership(),
        clear: false,
        add: add.map((id) => ({ id })),
        remove,
        unknownMembers: 'reject',
      },
    ],
  });
  const members = grouped.format(which === 'big' ? sizes.members : membersOfSmallGroup);
  const asked = (number: number, operation: object): Asked => ({
    tenant: 'large',
    method: 'PATCH',
    path: `/Groups/${groupOf(number)}`,
    body: { schemas: [patchOp], Operations: [operation] },
  });
  const scope = scopeOf(tenants.large);
  const isRight = (answer: unknown) => answer === true;
  return {
    supply: free,
    lines: [
      {
        name: `add-member-${which}`,
        title: `add a member to a group of ${members}`,
        atMost: target,
        store: (store, number) =>
          store
            .update(scope, 'Group', groupOf(number), change([memberOf(number)], []))
            .then((applied) => applied?.added.length === 1),
        hand: (number) => hand.addMember(tenants.large, groupOf(number), memberOf(number), Date.now()),
        fetch: (ask, number) =>
          ask(asked(number, { op: 'add', path: 'members', value: [{ value: memberOf(number) }] })),
        isRight,
      },
      {
        name: `remove-member-${which}`,
        title: `remove a member of a group of ${members}`,
        atMost: target,
        store: (store, number) =>
          store
            .update(scope, 'Group', groupOf(number), change([], [memberOf(number)]))
            .then((applied) => applied?.removed.length === 1),
        hand: (number) => hand.removeMember(tenants.large, groupOf(number), memberOf(number), Date.now()),
        fetch: (ask, number) =>
          ask(asked(number, { op: 'remove', path: `members[value eq "${memberOf(number)}"]` })),
        isRight,
      },
    ],
  };
}
