import { compileFilter, type Page, type Query, type Stored } from '@scimkit/core';
import type { SqlStore } from '@scimkit/sql';
import { externalIdOf, userNameOf, workMailOf } from '../data/documents.ts';
import { groupIdOf, userIdOf } from '../data/ids.ts';
import type { TenantName } from '../data/load.ts';
import { userAttribute, userModel } from '../data/models.ts';
import { scopeOf } from '../data/verify.ts';
import type { Found } from '../hand/hand-written.ts';
import { type Ground, type Group, type Line, target } from './line.ts';

export const documentOnly = { document: true, members: false, memberOf: false } as const;
export const pageSize = 100;
const grouped = new Intl.NumberFormat('en');

/** A running number that jumps about, so that neighbours in a table are not read one after the other. */
export const scatter = (number: number, size: number): number => (number * 7919 + 13) % size;

/** Reads of one user, of pages, and look-ups by what identity providers look up. */
export function reads(ground: Ground): readonly Group[] {
  const { sizes } = ground;
  const deepest = Math.max(2, Math.floor((sizes.large * 0.9) / pageSize));
  return [
    read(ground, 'small'),
    read(ground, 'large'),
    readWithGroups(ground),
    lookUp(ground, 'small', 'userName eq', 'userName'),
    lookUp(ground, 'large', 'userName eq', 'userName'),
    lookUp(ground, 'large', 'externalId eq', 'externalId'),
    lookUp(ground, 'large', 'emails.value eq', 'mail'),
    lookUp(ground, 'large', 'emails[type eq "work" and value eq]', 'workMail'),
    page(ground, 'page-first', `page of ${pageSize} by cursor, first`, 0),
    page(ground, 'page-deep', `page of ${pageSize} by cursor, page ${grouped.format(deepest)}`, deepest),
    sortedPage(ground, deepest),
    pageWithGroups(ground),
  ].map((line) => ({ lines: [line] }));
}

const users = ({ sizes }: Ground, tenant: TenantName): string => `${grouped.format(sizes[tenant])} users`;

function read(ground: Ground, tenant: TenantName): Line {
  const scope = scopeOf(ground.tenants[tenant]);
  const idOf = (number: number) => userIdOf(scatter(number, ground.sizes[tenant]));
  return {
    name: `read-${tenant}`,
    title: `read by id, ${users(ground, tenant)}`,
    atMost: target,
    store: (store, number) => store.read(scope, 'User', idOf(number), documentOnly).then(look),
    hand: (number) => ground.hand.read(ground.tenants[tenant], idOf(number)),
    isRight: (answer, number) => isUser(answer, idOf(number)),
  };
}

const withGroups = { document: true, members: false, memberOf: true } as const;

/** What an identity provider reads of a user: `groups` as well. */
function readWithGroups(ground: Ground): Line {
  const { tenants, hand, sizes } = ground;
  const scope = scopeOf(tenants.large);
  const idOf = (number: number) => userIdOf(scatter(number, sizes.members));
  return {
    name: 'groups-read',
    title: `read by id with groups, ${users(ground, 'large')}`,
    atMost: target,
    store: (store, number) => store.read(scope, 'User', idOf(number), withGroups).then(look),
    hand: (number) => hand.readWithGroups(tenants.large, idOf(number)),
    fetch: (ask, number) => ask({ tenant: 'large', method: 'GET', path: `/Users/${idOf(number)}` }),
    isRight: (answer, number) => isUser(answer, idOf(number)) && isInGroup(answer, 0),
  };
}

function pageWithGroups(ground: Ground): Line {
  const { tenants, hand } = ground;
  const query: Query = { page: { kind: 'cursor', limit: pageSize }, total: 'skip', want: withGroups };
  return {
    name: 'groups-page',
    title: `page of ${pageSize} with groups, ${users(ground, 'large')}`,
    atMost: target,
    pages: true,
    store: (store) => store.list(scopeOf(tenants.large), 'User', query).then(lookAtAll),
    hand: () => hand.pageWithGroups(tenants.large, pageSize),
    fetch: (ask) => ask({ tenant: 'large', method: 'GET', path: `/Users?cursor=&count=${pageSize}` }),
    isRight: (answer) =>
      isPage(answer, undefined) &&
      listed(answer)
        .slice(0, 10)
        .every((user) => isInGroup(user, 0)),
  };
}

/** Is a user in a group, by the answer of the store or by hand? */
function isInGroup(answer: unknown, group: number): boolean {
  const user = answer as Partial<Stored & Found>; // what a line asks for
  const groups = user.memberOf ?? user.groups ?? [];
  return groups.some(({ id }) => id === groupIdOf(group));
}

const lookUps = {
  userName: {
    literal: (number: number) => userNameOf(number),
    filter: (text: string) => `userName eq "${text}"`,
    byHand: 'byUserName',
  },
  externalId: {
    literal: (number: number) => externalIdOf(number),
    filter: (text: string) => `externalId eq "${text}"`,
    byHand: 'byExternalId',
  },
  mail: {
    literal: (number: number) => workMailOf(number),
    filter: (text: string) => `emails.value eq "${text}"`,
    byHand: 'byMail',
  },
  workMail: {
    literal: (number: number) => workMailOf(number),
    filter: (text: string) => `emails[type eq "work" and value eq "${text}"]`,
    byHand: 'byWorkMail',
  },
} as const;

/** So many filters are compiled beforehand: compiling them is core's work, and not what is measured. */
const filters = 2_000;

function lookUp(ground: Ground, tenant: TenantName, title: string, what: keyof typeof lookUps): Line {
  const { literal, filter, byHand } = lookUps[what];
  const scope = scopeOf(ground.tenants[tenant]);
  const userOf = (number: number) => scatter(number % filters, ground.sizes[tenant]);
  const queries = Array.from(
    { length: filters },
    (_, number): Query => ({
      filter: compileFilter(userModel, filter(literal(userOf(number)))),
      page: { kind: 'index', offset: 0, limit: pageSize },
      total: 'exact',
      want: documentOnly,
    }),
  );
  const path = (number: number) =>
    `/Users?filter=${encodeURIComponent(filter(literal(userOf(number))))}&startIndex=1&count=${pageSize}`;
  return {
    name: `${what}-${tenant}`,
    title: `${title}, ${users(ground, tenant)}`,
    atMost: target,
    store: (store, number) => {
      const query = queries[number % filters];
      if (query === undefined) throw new Error('There is a query for each number.');
      return store.list(scope, 'User', query).then(lookAtAll);
    },
    hand: (number) => ground.hand[byHand](ground.tenants[tenant], literal(userOf(number))),
    fetch: (ask, number) => ask({ tenant, method: 'GET', path: path(number) }),
    isRight: (answer, number) => {
      const found = listed(answer);
      return found.length === 1 && isUser(found[0], userIdOf(userOf(number)));
    },
  };
}

function page(ground: Ground, name: string, title: string, pages: number): Line {
  const { tenants, hand } = ground;
  const scope = scopeOf(tenants.large);
  // Never twice the same in a row, where there is more than one.
  const before = (number: number) =>
    pages === 0 ? 0 : (pages - (number % Math.min(50, pages - 1))) * pageSize;
  const after = (number: number) => (pages === 0 ? undefined : userIdOf(before(number) - 1));
  return {
    name,
    title: `${title}, ${users(ground, 'large')}`,
    atMost: target,
    pages: true,
    store: (store, number) => {
      const id = after(number);
      const position = id === undefined ? {} : { after: { id } };
      return listPage(store, {
        page: { kind: 'cursor', limit: pageSize, ...position },
        total: 'skip',
        want: documentOnly,
      });
    },
    hand: (number) => hand.page(tenants.large, after(number), pageSize),
    isRight: (answer, number) => isPage(answer, pages === 0 ? undefined : userIdOf(before(number))),
  };

  function listPage(store: SqlStore, query: Query) {
    return store.list(scope, 'User', query).then(lookAtAll);
  }
}

function sortedPage({ tenants, hand, sizes, ...ground }: Ground, pages: number): Line {
  const scope = scopeOf(tenants.large);
  // Anywhere in the first nine tenths, by the order of text.
  const nameOf = (number: number) => `person.${10 + scatter(number, 80)}`;
  const sort = { by: userAttribute('userName'), descending: false };
  return {
    name: 'page-sorted',
    title: `page of ${pageSize} by cursor and userName, ${users({ ...ground, tenants, hand, sizes }, 'large')}`,
    atMost: target,
    pages: true,
    store: (store, number) => {
      const after = { sort: nameOf(number), id: userIdOf(pages) };
      const query: Query = {
        sort,
        page: { kind: 'cursor', limit: pageSize, after },
        total: 'skip',
        want: documentOnly,
      };
      return store.list(scope, 'User', query).then(lookAtAll);
    },
    hand: (number) => hand.pageByUserName(tenants.large, nameOf(number), pageSize),
    isRight: (answer) => listed(answer).length > 0,
  };
}

/** An application looks at what it asked for: the store parses a document when somebody does. */
function look(stored: Stored | undefined): Stored | undefined {
  void stored?.document;
  return stored;
}

function lookAtAll(page: Page): Page {
  for (const stored of page.resources) void stored.document;
  return page;
}

/** The users of an answer: a page of the store, or a list by hand. */
function listed(answer: unknown): readonly (Stored | Found)[] {
  const found = Array.isArray(answer) ? answer : (answer as Page).resources;
  return found as readonly (Stored | Found)[]; // one of the two, as the lines above ask
}

export function isUser(answer: unknown, id: string): boolean {
  const found = answer as Stored | Found | undefined; // what a line asks for
  return found?.id === id && typeof found.document.userName === 'string';
}

function isPage(answer: unknown, first: string | undefined): boolean {
  const found = listed(answer);
  return found.length === pageSize && (first === undefined || found[0]?.id === first);
}
