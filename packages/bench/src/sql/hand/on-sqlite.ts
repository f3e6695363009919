import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { createUuidV7 } from '@scimkit/core';
import { bytesOf, uuidText } from '../data/ids.ts';
import type { Found, HandWritten, InGroup } from './hand-written.ts';
import { attributes, valueRowsOf } from './value-rows.ts';

interface UserRow {
  readonly id: Uint8Array;
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly doc: string;
}

/** A membership, as it is selected. */
interface ReferenceRow {
  readonly member_id: Uint8Array;
  readonly group_id: Uint8Array;
  readonly display: string | null;
}

/** By hand with `node:sqlite`, which is synchronous: no promise is made where none is needed. */
export function handOnSqlite(database: DatabaseSync): HandWritten {
  const prepare = (text: string) => database.prepare(text);
  const columns = 'r.id, r.version, r.created_at, r.modified_at, r.doc';
  const read = prepare(`select ${columns} from scim_resource r where tenant_id = ? and type = 1 and id = ?`);
  const groupsOf = prepare(
    `select m.member_id, m.group_id, g.display from scim_member m cross join scim_resource g
     on g.tenant_id = m.tenant_id and g.type = m.group_type and g.id = m.group_id
     where m.tenant_id = ? and m.member_id = ?`,
  );
  const groupsOfPage = prepare(
    `select m.member_id, m.group_id, g.display from (
       select id from scim_resource where tenant_id = ?1 and type = 1 order by id limit ?2 + 0
     ) p cross join scim_member m on m.tenant_id = ?1 and m.member_id = p.id
     cross join scim_resource g on g.tenant_id = m.tenant_id and g.type = m.group_type and g.id = m.group_id`,
  );
  const byUserName = prepare(
    `select ${columns} from scim_resource r where tenant_id = ? and type = 1 and unique_key = ?`,
  );
  const byExternalId = prepare(
    `select ${columns} from scim_resource r where tenant_id = ? and type = 1 and external_id = ?`,
  );
  const mailed = `select ${columns} from scim_value v cross join scim_resource r
    on r.tenant_id = v.tenant_id and r.type = 1 and r.id = v.id
    where v.tenant_id = ? and v.attr = ${attributes.emails} and v.k = ?`;
  const byMail = prepare(mailed);
  const byWorkMail = prepare(`${mailed} and v.k_type = 'work'`);
  // `+ 0`: SQLite prepares a statement anew for each value of a bare parameter behind `limit`.
  const firstPage = prepare(
    `select ${columns} from scim_resource r where tenant_id = ? and type = 1 order by id limit ? + 0`,
  );
  const nextPage = prepare(
    `select ${columns} from scim_resource r where tenant_id = ? and type = 1 and id > ? order by id limit ? + 0`,
  );
  const pageByUserName = prepare(
    `select ${columns} from scim_resource r where tenant_id = ? and type = 1 and unique_key > ? order by unique_key limit ? + 0`,
  );
  const insertUser = prepare(
    `insert into scim_resource (tenant_id, type, id, version, created_at, modified_at, active, unique_key,
       external_id, display_key, sort_key, display, doc)
     values (?, 1, ?, 1, ?3, ?3, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  );
  const insertValue = prepare(
    'insert into scim_value (tenant_id, id, attr, elem, k, k_type, is_primary, filled) values (?, ?, ?, ?, ?, ?, ?, 1)',
  );
  const updateUser = prepare(
    'update scim_resource set doc = ?, active = ?, version = version + 1, modified_at = ? where tenant_id = ? and type = 1 and id = ?',
  );
  const updateMail = prepare(
    `update scim_value set k = ? where tenant_id = ? and id = ? and attr = ${attributes.emails} and elem = 0`,
  );
  const removeValues = prepare('delete from scim_value where tenant_id = ? and id = ?');
  const removeUser = prepare('delete from scim_resource where tenant_id = ? and type = 1 and id = ?');
  const touchHolders = prepare(
    `update scim_resource as r set version = r.version + 1, modified_at = ?1
     from (select group_id, group_type from scim_member where tenant_id = ?2 and member_id = ?3) as m
     where r.tenant_id = ?2 and r.type = m.group_type and r.id = m.group_id`,
  );
  const leaveGroups = prepare(
    `delete from scim_member where tenant_id = ?1 and (group_id, member_id) in (
       select group_id, member_id from scim_member where tenant_id = ?1 and member_id = ?2)`,
  );
  const groupThere = prepare('select version from scim_resource where tenant_id = ? and type = 2 and id = ?');
  const insertMember = prepare(
    `insert into scim_member (tenant_id, group_id, member_id, group_type, member_type, added_at)
     select tenant_id, ?, id, 2, type, ? from scim_resource where tenant_id = ? and type = 1 and id = ?
     on conflict do nothing`,
  );
  const removeMember = prepare(
    'delete from scim_member where tenant_id = ? and group_id = ? and member_id = ?',
  );
  const touchGroup = prepare(
    'update scim_resource set version = version + 1, modified_at = ? where tenant_id = ? and type = 2 and id = ?',
  );
  const [begin, commit, rollback] = ['begin immediate', 'commit', 'rollback'].map(prepare);

  const atOnce = <T>(work: () => T): T => {
    begin?.run();
    try {
      const result = work();
      commit?.run();
      return result;
    } catch (error) {
      rollback?.run();
      throw error;
    }
  };
  const one = (row: unknown): UserRow | undefined => row as UserRow | undefined; // what the statements select
  const found = (row: UserRow): Found => ({
    id: uuidText(row.id),
    version: String(row.version),
    created: row.created_at,
    modified: row.modified_at,
    document: JSON.parse(row.doc),
  });
  const all = (statement: StatementSync, ...values: (number | string | Uint8Array)[]): readonly Found[] =>
    (statement.all(...values) as unknown as UserRow[]).map(found); // what the statements select

  const grouped = (rows: unknown): ReadonlyMap<string, readonly InGroup[]> => {
    const groups = new Map<string, InGroup[]>();
    for (const row of rows as readonly ReferenceRow[]) {
      const member = uuidText(row.member_id);
      const list = groups.get(member) ?? [];
      if (list.length === 0) groups.set(member, list);
      list.push({ id: uuidText(row.group_id), display: row.display });
    }
    return groups;
  };

  const change = (
    tenant: number,
    id: string,
    at: number,
    edit: (document: Record<string, unknown>, bytes: Uint8Array) => Record<string, unknown>,
  ): Found | undefined =>
    atOnce(() => {
      const bytes = bytesOf(id);
      const row = one(read.get(tenant, bytes));
      if (row === undefined) return undefined;
      const document = edit(JSON.parse(row.doc), bytes);
      updateUser.run(JSON.stringify(document), Number(document.active), at, tenant, bytes);
      return { id, version: String(row.version + 1), created: row.created_at, modified: at, document };
    });

  return {
    read: (tenant, id) => {
      const row = one(read.get(tenant, bytesOf(id)));
      return row === undefined ? undefined : found(row);
    },
    readWithGroups: (tenant, id) => {
      const bytes = bytesOf(id);
      const row = one(read.get(tenant, bytes));
      if (row === undefined) return undefined;
      return { ...found(row), groups: grouped(groupsOf.all(tenant, bytes)).get(id) ?? [] };
    },
    byUserName: (tenant, userName) => all(byUserName, tenant, userName.toLowerCase()),
    byExternalId: (tenant, externalId) => all(byExternalId, tenant, externalId),
    byMail: (tenant, value) => all(byMail, tenant, value.toLowerCase()),
    byWorkMail: (tenant, value) => all(byWorkMail, tenant, value.toLowerCase()),
    page: (tenant, after, limit) =>
      after === undefined ? all(firstPage, tenant, limit) : all(nextPage, tenant, bytesOf(after), limit),
    pageWithGroups: (tenant, limit) => {
      const groups = grouped(groupsOfPage.all(tenant, limit));
      return all(firstPage, tenant, limit).map((user) => ({ ...user, groups: groups.get(user.id) ?? [] }));
    },
    pageByUserName: (tenant, after, limit) => all(pageByUserName, tenant, after.toLowerCase(), limit),
    create: (tenant, document, at) => {
      const id = createUuidV7();
      const bytes = bytesOf(id);
      const { userName, externalId, displayName, name, active } = document;
      const made = atOnce(() => {
        const { changes } = insertUser.run(
          tenant,
          bytes,
          at,
          Number(active),
          userName.toLowerCase(),
          externalId,
          displayName.toLowerCase(),
          name.familyName.toLowerCase(),
          displayName,
          JSON.stringify(document),
        );
        if (changes === 0) return false;
        for (const row of valueRowsOf(document)) insertValue.run(tenant, bytes, ...row);
        return true;
      });
      return made ? id : undefined;
    },
    remove: (tenant, id, at) =>
      atOnce(() => {
        const bytes = bytesOf(id);
        touchHolders.run(at, tenant, bytes);
        leaveGroups.run(tenant, bytes);
        removeValues.run(tenant, bytes);
        return removeUser.run(tenant, bytes).changes === 1;
      }),
    patch: (tenant, id, profile, at) => change(tenant, id, at, (document) => ({ ...document, ...profile })),
    patchMail: (tenant, id, mail, at) =>
      change(tenant, id, at, (document, bytes) => {
        updateMail.run(mail.toLowerCase(), tenant, bytes);
        const [first, ...others] = document.emails as readonly object[]; // as loaded
        return { ...document, emails: [{ ...first, value: mail }, ...others] };
      }),
    addMember: (tenant, group, member, at) =>
      atOnce(() => {
        const bytes = bytesOf(group);
        if (groupThere.get(tenant, bytes) === undefined) return false;
        if (insertMember.run(bytes, at, tenant, bytesOf(member)).changes === 0) return false;
        touchGroup.run(at, tenant, bytes);
        return true;
      }),
    removeMember: (tenant, group, member, at) =>
      atOnce(() => {
        const bytes = bytesOf(group);
        if (groupThere.get(tenant, bytes) === undefined) return false;
        if (removeMember.run(tenant, bytes, bytesOf(member)).changes === 0) return false;
        touchGroup.run(at, tenant, bytes);
        return true;
      }),
  };
}
