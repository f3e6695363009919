import type { Tenant } from '../dataset/directory.ts';
import type { Case } from './case.ts';
import { pick, scatter } from './pick.ts';

const grouped = new Intl.NumberFormat('en');
const pageSize = 100;

function readById(name: string, tenant: Tenant): Case {
  return {
    name,
    title: ({ sizes }) => `read by id, ${grouped.format(sizes[tenant])} users`,
    statuses: [200],
    isRight: (text, { path }) =>
      text.includes(`"${path.slice('/Users/'.length)}"`) && text.includes('lastModified'),
    request: ({ users }, number) => ({
      method: 'GET',
      tenant,
      path: `/Users/${pick(users[tenant], scatter(number)).id}`,
      query: '',
    }),
  };
}

function userNameEq(name: string, tenant: Tenant): Case {
  return {
    name,
    title: ({ sizes }) => `userName eq, ${grouped.format(sizes[tenant])} users`,
    statuses: [200],
    isRight: (text, { query }) => hasTotal(text, 1) && text.includes(userNameIn(query)),
    request: ({ users }, number) => {
      const filter = `userName eq "${pick(users[tenant], scatter(number)).userName}"`;
      const query = `filter=${encodeURIComponent(filter)}&startIndex=1&count=${pageSize}`;
      return { method: 'GET', tenant, path: '/Users', query };
    },
  };
}

function page(name: string, which: 'first' | 'last'): Case {
  return {
    name,
    title: ({ sizes }) => `page of ${pageSize}, ${which}, ${grouped.format(sizes.large)} users`,
    statuses: [200],
    isRight: (text) => text.split('"userName"').length === pageSize + 1 && text.includes('Everyone'),
    request: ({ sizes }) => {
      // The last page of those who are in a group: the spare users behind them would make a lighter page.
      const startIndex = which === 'first' ? 1 : sizes.large - pageSize + 1;
      return {
        method: 'GET',
        tenant: 'large',
        path: '/Users',
        query: `startIndex=${startIndex}&count=${pageSize}`,
      };
    },
  };
}

const groupWithoutMembers: Case = {
  name: 'group-without-members',
  title: ({ sizes }) => `group of ${grouped.format(sizes.large)} without members`,
  statuses: [200],
  isRight: (text) => text.includes('Everyone') && !text.includes('"members"'),
  request: ({ bigGroup }) => ({
    method: 'GET',
    tenant: 'large',
    path: `/Groups/${bigGroup}`,
    query: 'excludedAttributes=members',
  }),
};

/** The user name that a filter asks for. */
function userNameIn(query: string): string {
  return new URLSearchParams(query).get('filter')?.split('"')[1] ?? '';
}

function hasTotal(text: string, total: number): boolean {
  return new RegExp(`"totalResults":\\s*${total}\\b`).test(text);
}

export const reads: readonly Case[] = [
  readById('read-small', 'small'),
  readById('read-large', 'large'),
  userNameEq('username-eq-small', 'small'),
  userNameEq('username-eq-large', 'large'),
  page('page-first', 'first'),
  page('page-last', 'last'),
  groupWithoutMembers,
];
