import type { Engine } from '../../dialects/dialect.ts';
import { mapGroups, mapUsers } from '../mapping.ts';
import type { TeamMemberRow, TeamRow, UserRow } from './app-schema.ts';
import { teams } from './app-schema.ts';

/** The tables of the first application, as they are on a server. `{key}` stands for text that is compared byte for byte. */
const tables = (id: string, key: string, end: string): readonly string[] => [
  `create table users (
  id ${id},
  org_id bigint not null,
  email varchar(500) not null,
  email_key ${key} not null,
  first_name varchar(500) not null default '',
  last_name varchar(500),
  status varchar(20) not null default 'invited',
  plan varchar(20) not null,
  created_at bigint not null,
  updated_at bigint not null,
  unique (org_id, email_key)
)${end}`,
  `create table teams (id ${id}, org_id bigint not null, name text not null, colour varchar(20) not null)${end}`,
  `create table team_members (
  team_id bigint not null,
  user_id bigint not null,
  role varchar(20) not null,
  primary key (team_id, user_id),
  foreign key (team_id) references teams (id),
  foreign key (user_id) references users (id)
)${end}`,
  'create index team_members_user on team_members (user_id)',
  `create table team_teams (team_id bigint not null, child_id bigint not null, primary key (team_id, child_id))${end}`,
  'create index team_teams_child on team_teams (child_id)',
];

const onMysql = (collation: string): readonly string[] =>
  tables(
    'bigint primary key auto_increment',
    `varchar(400) collate ${collation}`,
    ' engine=innodb default charset=utf8mb4',
  );

/** The statements that make the tables. The default collations of MySQL and MariaDB ignore letter case and accents. */
export const serverTables: Readonly<Record<Engine, readonly string[]>> = {
  sqlite: tables('integer primary key', 'text', ''),
  postgres: tables('bigserial primary key', 'text collate "C"', ''),
  mysql: onMysql('utf8mb4_0900_bin'),
  mariadb: onMysql('utf8mb4_nopad_bin'),
};

interface ServerUserRow extends Omit<UserRow, 'created_at' | 'updated_at' | 'deleted_at'> {
  created_at: number;
  updated_at: number;
}

/** Users of that application. */
export const serverUsers = mapUsers<ServerUserRow>()({
  table: 'users',
  id: 'id',
  tenant: 'org_id',
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
    'meta.created': { column: 'created_at', as: 'milliseconds' },
    'meta.lastModified': { column: 'updated_at', as: 'milliseconds' },
  },
  rest: 'sidecar',
  defaults: { plan: 'free' },
  onDelete: 'delete',
});

/** Its teams. */
export const serverTeams = mapGroups<TeamRow, TeamMemberRow>()({
  table: 'teams',
  id: 'id',
  tenant: 'org_id',
  attributes: { displayName: 'name' },
  members: { table: 'team_members', group: 'team_id', member: 'user_id', defaults: { role: 'member' } },
  ...(teams.nested === undefined ? {} : { nested: teams.nested }),
  rest: 'sidecar',
  defaults: { colour: 'grey' },
  onDelete: 'delete',
});
