import type { PGlite } from '@electric-sql/pglite';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { startPglite } from '../../test-support/pglite.ts';
import { mapGroups, mapUsers } from '../mapping.ts';

/** Another application: PostgreSQL, ids of its own for the public, e-mail addresses in `citext`, JSON for the rest. */
const schema = `
create extension citext;
create table app_member (
  id serial primary key,
  public_id uuid not null default gen_random_uuid(),
  workspace text not null,
  login citext not null,
  email citext,
  is_active boolean not null default true,
  seats integer not null,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  unique (workspace, public_id),
  unique (workspace, login)
);
create index app_member_email on app_member (workspace, email);
create table app_squad (
  id bigserial primary key,
  slug uuid not null,
  workspace text not null,
  title text not null,
  lock_version integer not null default 1,
  extra jsonb,
  made_at bigint not null,
  changed_at bigint not null,
  unique (workspace, slug)
);
create table app_squad_member (
  squad_id bigint not null references app_squad on delete cascade,
  member_id integer not null references app_member,
  workspace text not null,
  is_lead boolean not null,
  primary key (squad_id, member_id)
);
create index app_squad_member_of on app_squad_member (member_id);
create table app_squad_squad (
  outer_id bigint not null references app_squad on delete cascade,
  inner_id bigint not null references app_squad on delete cascade,
  primary key (outer_id, inner_id)
);
create index app_squad_squad_of on app_squad_squad (inner_id);
`;

export interface MemberRow {
  id: number;
  public_id: string;
  workspace: string;
  login: string;
  email: string | null;
  is_active: boolean;
  seats: number;
  made_at: Date;
  changed_at: Date;
}

export interface SquadRow {
  id: number;
  slug: string;
  workspace: string;
  title: string;
  lock_version: number;
  extra: unknown;
  made_at: number;
  changed_at: number;
}

export interface SquadMemberRow {
  squad_id: number;
  member_id: number;
  workspace: string;
  is_lead: boolean;
}

export const members = mapUsers<MemberRow>()({
  table: 'app_member',
  id: 'id',
  publicId: 'public_id',
  tenant: 'workspace',
  attributes: {
    userName: { column: 'login', compare: { kind: 'db-ci' } },
    emails: { column: 'email', asSingle: 'work', compare: { kind: 'db-ci' } },
    'meta.created': 'made_at',
    'meta.lastModified': 'changed_at',
  },
  rest: 'sidecar',
  defaults: { seats: 1 },
  onDelete: 'delete',
});

export const squads = mapGroups<SquadRow, SquadMemberRow>()({
  table: 'app_squad',
  id: 'id',
  publicId: 'slug',
  tenant: 'workspace',
  attributes: {
    displayName: 'title',
    'meta.created': { column: 'made_at', as: 'milliseconds' },
    'meta.lastModified': { column: 'changed_at', as: 'milliseconds' },
  },
  members: {
    table: 'app_squad_member',
    group: 'squad_id',
    member: 'member_id',
    tenant: 'workspace',
    defaults: { is_lead: false },
  },
  nested: { table: 'app_squad_squad', group: 'outer_id', member: 'inner_id' },
  rest: { column: 'extra' },
  version: { column: 'lock_version' },
  onDelete: 'delete',
});

/** A database of the application's. */
export async function openPgApp(): Promise<PGlite> {
  const pglite = await startPglite({ citext });
  await pglite.exec(schema);
  return pglite;
}
