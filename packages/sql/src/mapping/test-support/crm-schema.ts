import type { Engine } from '../../dialects/dialect.ts';
import { type GroupMapping, mapGroups, mapUsers, type UserMapping } from '../mapping.ts';
import type { AppDatabase } from './app-database.ts';

/**
 * The schema of an application that nobody has shaped for SCIM: whole numbers for ids, a status column, e-mail addresses
 * in whatever letter case, rows that are deleted by a mark, roles in the join table, columns that must have a value, and
 * other tables that refer to these.
 */
export interface CrmUser {
  id: number;
  organization_id: number;
  email: string;
  first_name: string | null;
  last_name: string;
  job_title: string | null;
  status: 'active' | 'suspended' | 'invited';
  locale: string;
  sso_id: string | null;
  deleted_at: Date | string | null;
  created_at: Date | string;
  updated_at: Date | string;
}

export interface CrmTeam {
  id: number;
  organization_id: number;
  name: string;
  slug: string;
  created_at: Date | string;
  updated_at: Date | string;
}

export interface CrmTeamMember {
  team_id: number;
  user_id: number;
  role: 'owner' | 'member';
}

interface Words {
  readonly id: string;
  readonly email: string;
  readonly status: string;
  readonly role: string;
  readonly time: string;
  readonly now: string;
  /** The index that keeps e-mail addresses apart. */
  readonly unique: string;
}

const partial =
  'create unique index users_email on users (organization_id, lower(email)) where deleted_at is null';

const words: Readonly<Record<Engine, Words>> = {
  sqlite: {
    id: 'integer primary key autoincrement',
    email: 'text',
    status: "text not null default 'invited' check (status in ('active', 'suspended', 'invited'))",
    role: "text not null check (role in ('owner', 'member'))",
    time: 'text',
    now: "(strftime('%Y-%m-%dT%H:%M:%fZ'))",
    unique: partial,
  },
  postgres: {
    id: 'serial primary key',
    email: 'citext',
    status: "user_status not null default 'invited'",
    role: 'team_role not null',
    time: 'timestamptz',
    now: 'now()',
    unique: partial,
  },
  mysql: {
    id: 'int primary key auto_increment',
    email: 'varchar(500) collate utf8mb4_0900_as_ci',
    status: "enum('active', 'suspended', 'invited') not null default 'invited'",
    role: "enum('owner', 'member') not null",
    time: 'datetime(3)',
    now: 'now(3)',
    // There are no partial indexes, so a row that is deleted gives its address up.
    unique: 'create unique index users_email on users (organization_id, email)',
  },
  mariadb: {
    id: 'int primary key auto_increment',
    email: 'varchar(500) collate uca1400_nopad_as_ci',
    status: "enum('active', 'suspended', 'invited') not null default 'invited'",
    role: "enum('owner', 'member') not null",
    time: 'datetime(3)',
    now: 'now(3)',
    unique: 'create unique index users_email on users (organization_id, email)',
  },
};

function statements(engine: Engine): readonly string[] {
  const { id, email, status, role, time, now, unique } = words[engine];
  const isMysql = engine === 'mysql' || engine === 'mariadb';
  const end = isMysql ? ' engine=innodb default charset=utf8mb4 collate=utf8mb4_general_ci' : '';
  const bytes = {
    sqlite: '',
    postgres: ' collate "C"',
    mysql: ' collate utf8mb4_0900_bin',
    mariadb: ' collate utf8mb4_nopad_bin',
  }[engine];
  const times = `created_at ${time} not null default ${now}, updated_at ${time} not null default ${now}`;
  return [
    ...(engine === 'postgres'
      ? [
          "create type user_status as enum ('active', 'suspended', 'invited')",
          "create type team_role as enum ('owner', 'member')",
        ]
      : []),
    `create table organizations (id ${id}, name varchar(200) not null)${end}`,
    `create table users (id ${id}, organization_id int not null, email ${email} not null, first_name varchar(500), last_name varchar(500) not null default '', job_title varchar(500), status ${status}, locale varchar(10) not null, sso_id varchar(400)${bytes}, deleted_at ${time}, ${times}, foreign key (organization_id) references organizations (id))${end}`,
    unique,
    'create index users_sso on users (organization_id, sso_id)',
    `create table teams (id ${id}, organization_id int not null, name varchar(500) not null, slug varchar(100) not null, ${times}, foreign key (organization_id) references organizations (id))${end}`,
    'create index teams_organization on teams (organization_id)',
    `create table team_members (team_id int not null, user_id int not null, role ${role}, joined_at ${time} default ${now}, primary key (team_id, user_id), foreign key (team_id) references teams (id), foreign key (user_id) references users (id))${end}`,
    'create index team_members_user on team_members (user_id)',
    `create table team_parts (team_id int not null, part_id int not null, primary key (team_id, part_id), foreign key (team_id) references teams (id), foreign key (part_id) references teams (id))${end}`,
    'create index team_parts_part on team_parts (part_id)',
    `create table invoices (id ${id}, user_id int not null, foreign key (user_id) references users (id))${end}`,
    `create table projects (id ${id}, team_id int not null, foreign key (team_id) references teams (id))${end}`,
  ];
}

/** Makes the application's tables. */
export async function makeCrm({ engine, query }: Pick<AppDatabase, 'engine' | 'query'>): Promise<void> {
  for (const statement of statements(engine)) await query(statement);
}

/** Makes an organisation of the application's and returns its id. */
export async function makeOrganization({ query }: Pick<AppDatabase, 'query'>): Promise<number> {
  await query("insert into organizations (name) values ('Acme')");
  const [row] = await query('select max(id) as id from organizations');
  return Number(row?.id);
}

/** How that application would map its tables. */
export function crmMappings(engine: Engine): { readonly users: UserMapping; readonly groups: GroupMapping } {
  const isMysql = engine === 'mysql' || engine === 'mariadb';
  const time = (at: number) => (engine === 'sqlite' ? new Date(at).toISOString() : new Date(at));
  const users = mapUsers<CrmUser>()({
    table: 'users',
    id: 'id',
    tenant: 'organization_id',
    where: { deleted_at: null },
    attributes: {
      userName: { column: 'email', compare: isMysql ? { kind: 'db-ci' } : { kind: 'db-ci', by: 'lower' } },
      externalId: { column: 'sso_id', compare: { kind: 'binary' } },
      'name.givenName': 'first_name',
      'name.familyName': { column: 'last_name', absent: '' },
      title: 'job_title',
      active: {
        columns: ['status'],
        read: ({ status }) => (status === 'invited' ? undefined : status === 'active'),
        write: (active) => ({ status: active === undefined ? 'invited' : active ? 'active' : 'suspended' }),
        eq: (active) => ({ column: 'status', value: active ? 'active' : 'suspended' }),
      },
      'meta.created': 'created_at',
      'meta.lastModified': 'updated_at',
    },
    rest: 'sidecar',
    defaults: { locale: 'en' },
    onDelete: ({ id, email }, { at }) => ({
      deleted_at: time(at),
      sso_id: null,
      ...(isMysql ? { email: `deleted-${id}-${email}` } : {}),
    }),
  });
  const groups = mapGroups<CrmTeam, CrmTeamMember>()({
    table: 'teams',
    id: 'id',
    tenant: 'organization_id',
    attributes: { displayName: 'name', 'meta.created': 'created_at', 'meta.lastModified': 'updated_at' },
    members: { table: 'team_members', group: 'team_id', member: 'user_id', defaults: { role: 'member' } },
    nested: { table: 'team_parts', group: 'team_id', member: 'part_id' },
    rest: 'sidecar',
    defaults: (_scope, document) => ({ slug: slugOf(String(document.displayName)) }),
    onDelete: 'delete',
  });
  return { users, groups };
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 100);
}
