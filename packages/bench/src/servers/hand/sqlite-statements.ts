import type { DatabaseSync } from 'node:sqlite';

/** The statements of the hand-written server, on the tables that scimkit makes. */
export function prepareStatements(database: DatabaseSync) {
  const columns = 'r.id, r.version, r.created_at, r.modified_at, r.doc';
  return {
    tenant: database.prepare('select tenant_id from scim_tenant where slug = ?'),
    byId: database.prepare(
      `select ${columns} from scim_resource r where tenant_id = ? and type = ? and id = ?`,
    ),
    byName: database.prepare(
      `select ${columns} from scim_resource r where tenant_id = ? and type = 1 and unique_key = ?`,
    ),
    // Ids first: the documents that the offset skips are not even read. `cross join` keeps SQLite to this
    // order, and `+ 0` from preparing the statement anew for each value of a bare parameter behind `limit`.
    page: database.prepare(
      `select ${columns} from (
         select id from scim_resource where tenant_id = ?1 and type = 1 order by id limit ?2 + 0 offset ?3 + 0
       ) p cross join scim_resource r on r.tenant_id = ?1 and r.type = 1 and r.id = p.id`,
    ),
    count: database.prepare('select count(*) as total from scim_resource where tenant_id = ? and type = 1'),
    groupsOf: database.prepare(
      `select m.group_id, g.display from scim_member m
       join scim_resource g on g.tenant_id = m.tenant_id and g.type = m.group_type and g.id = m.group_id
       where m.tenant_id = ? and m.member_id = ?`,
    ),
    groupsOfPage: database.prepare(
      `select m.member_id, m.group_id, g.display from (
         select id from scim_resource where tenant_id = ?1 and type = 1 order by id limit ?2 + 0 offset ?3 + 0
       ) p cross join scim_member m on m.tenant_id = ?1 and m.member_id = p.id
       cross join scim_resource g on g.tenant_id = m.tenant_id and g.type = m.group_type and g.id = m.group_id`,
    ),
    membersOf: database.prepare(
      `select m.member_id, u.display from scim_member m
       join scim_resource u on u.tenant_id = m.tenant_id and u.type = m.member_type and u.id = m.member_id
       where m.tenant_id = ? and m.group_id = ?`,
    ),
    insertUser: database.prepare(
      `insert into scim_resource (tenant_id, type, id, created_at, modified_at, active, unique_key, external_id,
         display_key, sort_key, display, doc)
       values (?, 1, ?, ?4, ?4, ?3, ?5, ?6, ?7, ?8, ?9, ?10) on conflict (tenant_id, type, unique_key) do nothing`,
    ),
    insertValue: database.prepare(
      'insert into scim_value (tenant_id, id, attr, elem, k, k_type, is_primary, filled) values (?, ?, ?, ?, ?, ?, ?, 1)',
    ),
    updateUser: database.prepare(
      `update scim_resource set doc = ?, active = ?, version = version + 1, modified_at = ?
       where tenant_id = ? and type = 1 and id = ?`,
    ),
    insertMember: database.prepare(
      `insert or ignore into scim_member (tenant_id, group_id, member_id, group_type, member_type, added_at)
       select tenant_id, ?, id, 2, type, ? from scim_resource where tenant_id = ? and type = 1 and id = ?`,
    ),
    isMember: database.prepare(
      'select 1 from scim_member where tenant_id = ? and group_id = ? and member_id = ?',
    ),
    touchGroup: database.prepare(
      `update scim_resource set version = version + 1, modified_at = ?
       where tenant_id = ? and type = 2 and id = ? returning version`,
    ),
    begin: database.prepare('begin immediate'),
    commit: database.prepare('commit'),
    rollback: database.prepare('rollback'),
  };
}
