import { DatabaseSync } from 'node:sqlite';
import { mapGroups, mapUsers } from '../mapping.ts';

/** The schema of an application that has never heard of SCIM. */
const schema = `
create table orgs (id integer primary key, name text not null);
create table users (
  id integer primary key,
  org_id integer not null references orgs,
  email text not null,
  email_key text not null,
  first_name text not null default '',
  last_name text,
  status text not null default 'invited' check (status in ('active', 'disabled', 'invited')),
  plan text not null,
  deleted_at text,
  created_at text not null default current_timestamp,
  updated_at text not null default current_timestamp
);
create unique index users_email on users (org_id, email_key) where deleted_at is null;
create table teams (
  id integer primary key,
  org_id integer not null references orgs,
  name text not null,
  colour text not null
);
create table team_members (
  team_id integer not null references teams,
  user_id integer not null references users,
  role text not null check (role in ('owner', 'member')),
  primary key (team_id, user_id)
);
create index team_members_user on team_members (user_id);
create table team_teams (
  team_id integer not null references teams,
  child_id integer not null references teams,
  primary key (team_id, child_id)
);
create index team_teams_child on team_teams (child_id);
`;

export interface UserRow {
  id: number;
  org_id: number;
  email: string;
  email_key: string;
  first_name: string;
  last_name: string | null;
  status: 'active' | 'disabled' | 'invited';
  plan: string;
  deleted_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface TeamRow {
  id: number;
  org_id: number;
  name: string;
  colour: string;
}

export interface TeamMemberRow {
  team_id: number;
  user_id: number;
  role: 'owner' | 'member';
}

/** Users as that application would map them. */
export const users = mapUsers<UserRow>()({
  table: 'users',
  id: 'id',
  tenant: 'org_id',
  where: { deleted_at: null },
  attributes: {
    userName: { column: 'email', compare: { kind: 'key', column: 'email_key' } },
    'name.givenName': { column: 'first_name', absent: '' },
    'name.familyName': 'last_name',
    active: {
      columns: ['status'],
      read: ({ status }) => (status === 'invited' ? undefined : status === 'active'),
      write: (active) => ({ status: active === undefined ? 'invited' : active ? 'active' : 'disabled' }),
      eq: (active) => ({ column: 'status', value: active ? 'active' : 'disabled' }),
    },
    'meta.created': 'created_at',
    'meta.lastModified': 'updated_at',
  },
  rest: 'sidecar',
  defaults: { plan: 'free' },
  onDelete: (_row, { at }) => ({ deleted_at: new Date(at).toISOString() }),
});

/** Teams, with users and other teams in them. */
export const teams = mapGroups<TeamRow, TeamMemberRow>()({
  table: 'teams',
  id: 'id',
  tenant: 'org_id',
  attributes: { displayName: 'name' },
  members: { table: 'team_members', group: 'team_id', member: 'user_id', defaults: { role: 'member' } },
  nested: { table: 'team_teams', group: 'team_id', member: 'child_id' },
  rest: 'sidecar',
  defaults: () => ({ colour: 'grey' }),
  onDelete: 'delete',
});

/** A database of the application's. */
export function openApp(file = ':memory:'): DatabaseSync {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  database.exec(schema);
  return database;
}

/** Makes an organisation and returns its id. */
export function makeOrganisation(database: DatabaseSync): number {
  const { lastInsertRowid } = database.prepare('insert into orgs (name) values (?)').run('Acme');
  return Number(lastInsertRowid);
}
