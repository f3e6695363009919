import { DatabaseSync } from 'node:sqlite';
import { mapChild, mapUsers } from '../mapping.ts';

/** A third application: letter case is the database's business, phone numbers are rows of their own. */
const schema = `
create table account (
  uid text primary key,
  org text not null,
  login text not null collate nocase,
  given text,
  family text,
  mail text,
  enabled integer,
  origin_id text,
  version integer not null default 1,
  made integer not null,
  changed integer not null
);
create unique index account_login on account (org, login);
create index account_mail on account (lower(mail));
create index account_family on account (org, lower(family));
create index account_origin on account (org, origin_id);
create table account_phone (
  account text not null references account,
  number text not null,
  kind text,
  main integer not null,
  verified_at text
);
create index account_phone_account on account_phone (account);
create index account_phone_number on account_phone (lower(number));
`;

export interface AccountRow {
  uid: string;
  org: string;
  login: string;
  given: string | null;
  family: string | null;
  mail: string | null;
  enabled: number | null;
  origin_id: string | null;
  version: number;
  made: number;
  changed: number;
}

export interface PhoneRow {
  account: string;
  number: string;
  kind: string | null;
  main: number;
  verified_at: string | null;
}

/** Accounts with ids of the application's own, seen by identity providers whoever has made them. */
export const accounts = mapUsers<AccountRow>()({
  table: 'account',
  id: 'uid',
  publicId: 'uid',
  tenant: 'org',
  attributes: {
    userName: { column: 'login', compare: { kind: 'db-ci' } },
    externalId: { column: 'origin_id', compare: { kind: 'binary' } },
    // Computed beside a part in a column and one in the sidecar.
    'name.givenName': {
      columns: ['given'],
      read: ({ given }) => given ?? undefined,
      write: (given) => ({ given: given ?? null }),
    },
    'name.familyName': { column: 'family', compare: { kind: 'db-ci', by: 'lower' } },
    active: 'enabled',
    emails: { column: 'mail', asSingle: 'work', compare: { kind: 'db-ci', by: 'lower' } },
    phoneNumbers: mapChild<PhoneRow>()({
      table: 'account_phone',
      fk: 'account',
      value: 'number',
      type: 'kind',
      primary: 'main',
      compare: { kind: 'db-ci', by: 'lower' },
    }),
    'meta.created': { column: 'made', as: 'milliseconds' },
    'meta.lastModified': { column: 'changed', as: 'milliseconds' },
  },
  rest: 'sidecar',
  version: { column: 'version' },
  onDelete: 'deactivate',
});

/** A database of that application's. */
export function openOther(): DatabaseSync {
  const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true });
  database.exec(schema);
  return database;
}
