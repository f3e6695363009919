import { mapChild, mapGroups, mapUsers } from './mapping.ts';

interface Users {
  id: number;
  org_id: number;
  email: string;
  email_key: string;
  first_name: string | null;
  status: 'active' | 'disabled';
  age: number;
  blocked: boolean;
  updated_at: string;
}
interface Teams {
  id: number;
  org_id: number;
  name: string;
}
interface TeamMembers {
  team_id: number;
  user_id: number;
  role: 'owner' | 'member';
}

const define = mapUsers<Users>();
const whole = { table: 'users', id: 'id', tenant: 'org_id', rest: 'sidecar', onDelete: 'delete' } as const;
const userName = { column: 'email', compare: { kind: 'key', column: 'email_key' } } as const;
const department = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';
const manager = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value';

export const right = define({
  ...whole,
  attributes: {
    userName,
    'name.givenName': 'first_name',
    [department]: { column: 'first_name' },
    [manager]: 'first_name',
    emails: { column: 'email', asSingle: 'work' },
    phoneNumbers: mapChild<{ user_id: number; number: string }>()({
      table: 'phones',
      fk: 'user_id',
      value: 'number',
    }),
    active: {
      columns: ['status'],
      read: (row) => row.status === 'active',
      write: (active) => ({ status: active === true ? 'active' : 'disabled' }),
      eq: (active) => ({ column: 'status', value: active ? 'active' : 'disabled' }),
    },
    'meta.lastModified': 'updated_at',
  },
  where: { blocked: false },
});

export const wrong = [
  // @ts-expect-error - there is no such column
  define({ ...whole, attributes: { userName, 'name.givenName': 'firstname' } }),
  // @ts-expect-error - a number cannot hold a name
  define({ ...whole, attributes: { userName, 'name.givenName': 'age' } }),
  // @ts-expect-error - a column of two words cannot hold any title
  define({ ...whole, attributes: { userName, title: 'status' } }),
  // @ts-expect-error - text cannot hold a boolean by itself
  define({ ...whole, attributes: { userName, active: 'email' } }),
  // @ts-expect-error - there is no such attribute
  define({ ...whole, attributes: { userName, 'name.firstName': 'first_name' } }),
  // @ts-expect-error - nor in the extension
  define({ ...whole, attributes: { userName, [`${department}s`]: 'first_name' } as const }),
  // @ts-expect-error - userName has to be somewhere
  define({ ...whole, attributes: { 'name.givenName': 'first_name' } }),
  // @ts-expect-error - userName has to be found
  define({ ...whole, attributes: { userName: 'email' } }),
  // @ts-expect-error - no tenant
  define({ table: 'users', id: 'id', rest: 'sidecar', onDelete: 'delete', attributes: { userName } }),
  // @ts-expect-error - the tenant is no column
  define({ ...whole, tenant: 'organisation', attributes: { userName } }),
  define({
    ...whole,
    attributes: {
      userName,
      active: {
        columns: ['status'],
        read: (row) => row.status === 'active',
        // @ts-expect-error - the column cannot hold `off`
        write: (active) => ({ status: active === true ? 'active' : 'off' }),
      },
    },
  }),
  define({
    ...whole,
    attributes: {
      userName,
      active: {
        columns: ['status'],
        // @ts-expect-error - `active` is a boolean
        read: (row) => row.status,
        write: () => ({}),
      },
    },
  }),
  define({
    ...whole,
    // @ts-expect-error - the column for our key is not there
    attributes: { userName: { column: 'email', compare: { kind: 'key', column: 'lower' } } },
  }),
  define({
    ...whole,
    attributes: {
      userName,
      active: {
        columns: ['status'],
        read: (row) => row.status === 'active',
        write: () => ({}),
        // @ts-expect-error - the column never holds `on`
        eq: () => ({ column: 'status', value: 'on' }),
      },
    },
  }),
  // @ts-expect-error - a list has no single column; one element may have one, with `asSingle`
  define({ ...whole, attributes: { userName, emails: 'email' } }),
  // @ts-expect-error - groups of a user are derived
  define({ ...whole, attributes: { userName, groups: { column: 'email', asSingle: 'work' } } }),
  // @ts-expect-error - a boolean is no instant
  define({ ...whole, attributes: { userName, 'meta.created': 'blocked' } }),
  // @ts-expect-error - versions are counted, and text cannot be
  define({ ...whole, version: { column: 'email' }, attributes: { userName } }),
  // @ts-expect-error - the row never has this status
  define({ ...whole, where: { status: 'deleted' }, attributes: { userName } }),
  // @ts-expect-error - the default does not fit its column
  define({ ...whole, defaults: { age: 'none' }, attributes: { userName } }),
  // @ts-expect-error - the primary key is no column
  define({ ...whole, id: 'uuid', attributes: { userName } }),
  // @ts-expect-error - the patch does not fit the row
  define({ ...whole, attributes: { userName }, onDelete: () => ({ status: 'gone' }) }),
  mapGroups<Teams, TeamMembers>()({
    ...whole,
    attributes: { displayName: 'name' },
    // @ts-expect-error - the column of the group is not there
    members: { table: 'team_members', group: 'team', member: 'user_id' },
  }),
  mapGroups<Teams, TeamMembers>()({
    ...whole,
    attributes: { displayName: 'name' },
    // @ts-expect-error - there is no such role
    members: { table: 'team_members', group: 'team_id', member: 'user_id', defaults: { role: 'admin' } },
  }),
  // @ts-expect-error - a group without a table of members
  mapGroups<Teams, TeamMembers>()({ ...whole, attributes: { displayName: 'name' } }),
  mapGroups<Teams, TeamMembers>()({
    ...whole,
    // @ts-expect-error - a group without a name
    attributes: {},
    members: { table: 'm', group: 'team_id', member: 'user_id' },
  }),
  // @ts-expect-error - there is no such column in the child table
  mapChild<{ user_id: number; number: string }>()({ table: 'phones', fk: 'user', value: 'number' }),
];
