import { createUuidV7 } from '@scimkit/core';
import type { Connection, Pool, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { bytesOf, uuidText } from '../data/ids.ts';
import { groupOf } from './group-of.ts';
import type { Found, HandWritten } from './hand-written.ts';
import { attributes, valueRowsOf } from './value-rows.ts';

/** What statements select of a user. */
interface UserRow extends RowDataPacket {
  readonly id: Buffer;
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly doc: string;
  /** JSON as text from MariaDB, parsed from MySQL. */
  readonly groups?: string | readonly (readonly [id: string, display: string | null])[] | null;
}

/** What a statement can be run with. */
type Value = string | number | Buffer | null;

/** By hand with mysql2: `execute` prepares a statement once for each connection. */
export function handOnMysql(pool: Pool): HandWritten {
  const columns = 'r.id, r.version, r.created_at, r.modified_at, r.doc';
  const user = 'from scim_resource r where r.tenant_id = ? and r.type = 1';
  const mailed = `select ${columns} from scim_value v straight_join scim_resource r
    on r.tenant_id = v.tenant_id and r.type = 1 and r.id = v.id
    where v.tenant_id = ? and v.attr = ${attributes.emails} and v.k = ?`;
  const found = (row: UserRow): Found => ({
    id: uuidText(row.id),
    version: String(row.version),
    created: row.created_at,
    modified: row.modified_at,
    document: JSON.parse(row.doc),
    ...(row.groups === undefined
      ? {}
      : {
          groups: (typeof row.groups === 'string' ? JSON.parse(row.groups) : (row.groups ?? [])).map(groupOf),
        }),
  });
  const groups = `(select json_arrayagg(json_array(hex(m.group_id), g.display))
    from scim_member m straight_join scim_resource g
    on g.tenant_id = m.tenant_id and g.type = m.group_type and g.id = m.group_id
    where m.tenant_id = r.tenant_id and m.member_id = r.id) as \`groups\``;
  const all = async (text: string, ...values: Value[]): Promise<readonly Found[]> => {
    const [rows] = await pool.execute<UserRow[]>(text, values);
    return rows.map(found);
  };
  type Run = (text: string, ...values: Value[]) => Promise<number>;
  const atOnce = async <T>(work: (run: Run, connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await pool.getConnection();
    try {
      await connection.query('start transaction');
      const run: Run = async (text, ...values) =>
        (await connection.execute<ResultSetHeader>(text, values))[0].affectedRows;
      const result = await work(run, connection);
      await connection.query('commit');
      return result;
    } catch (error) {
      await connection.query('rollback');
      throw error;
    } finally {
      connection.release();
    }
  };
  const change = (
    tenant: number,
    id: string,
    at: number,
    edit: (document: Record<string, unknown>, bytes: Buffer, run: Run) => Promise<Record<string, unknown>>,
  ): Promise<Found | undefined> =>
    atOnce(async (run, connection) => {
      const bytes = bytesOf(id);
      const text = `select ${columns} ${user} and r.id = ? for update`;
      const [[row]] = await connection.execute<UserRow[]>(text, [tenant, bytes]);
      if (row === undefined) return undefined;
      const document = await edit(JSON.parse(row.doc), bytes, run);
      await run(
        'update scim_resource set doc = ?, active = ?, version = version + 1, modified_at = ? where tenant_id = ? and type = 1 and id = ?',
        JSON.stringify(document),
        Number(document.active),
        at,
        tenant,
        bytes,
      );
      return { id, version: String(row.version + 1), created: row.created_at, modified: at, document };
    });
  const changeSet = (tenant: number, group: string, at: number, text: string, values: Value[]) =>
    atOnce(async (run, connection) => {
      const bytes = bytesOf(group);
      const [rows] = await connection.execute<RowDataPacket[]>(
        'select version from scim_resource where tenant_id = ? and type = 2 and id = ? for update',
        [tenant, bytes],
      );
      if (rows.length === 0 || (await run(text, ...values)) === 0) return false;
      await run(
        'update scim_resource set version = version + 1, modified_at = ? where tenant_id = ? and type = 2 and id = ?',
        at,
        tenant,
        bytes,
      );
      return true;
    });
  return {
    read: async (tenant, id) => (await all(`select ${columns} ${user} and r.id = ?`, tenant, bytesOf(id)))[0],
    readWithGroups: async (tenant, id) =>
      (await all(`select ${columns}, ${groups} ${user} and r.id = ?`, tenant, bytesOf(id)))[0],
    byUserName: (tenant, name) =>
      all(`select ${columns} ${user} and r.unique_key = ?`, tenant, name.toLowerCase()),
    byExternalId: (tenant, externalId) =>
      all(`select ${columns} ${user} and r.external_id = ?`, tenant, externalId),
    byMail: (tenant, mail) => all(mailed, tenant, mail.toLowerCase()),
    byWorkMail: (tenant, mail) => all(`${mailed} and v.k_type = 'work'`, tenant, mail.toLowerCase()),
    page: (tenant, after, limit) =>
      after === undefined
        ? all(`select ${columns} ${user} order by r.id limit ${limit}`, tenant)
        : all(`select ${columns} ${user} and r.id > ? order by r.id limit ${limit}`, tenant, bytesOf(after)),
    pageWithGroups: (tenant, limit) =>
      all(`select ${columns}, ${groups} ${user} order by r.id limit ${limit}`, tenant),
    pageByUserName: (tenant, after, limit) =>
      all(
        `select ${columns} ${user} and r.unique_key > ? order by r.unique_key limit ${limit}`,
        tenant,
        after.toLowerCase(),
      ),
    create: (tenant, document, at) =>
      atOnce(async (run) => {
        const id = createUuidV7();
        const bytes = bytesOf(id);
        const { userName, externalId, displayName, name, active } = document;
        await run(
          `insert into scim_resource (tenant_id, type, id, version, created_at, modified_at, active, unique_key,
             external_id, display_key, sort_key, display, doc) values (?, 1, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          tenant,
          bytes,
          at,
          at,
          Number(active),
          userName.toLowerCase(),
          externalId,
          displayName.toLowerCase(),
          name.familyName.toLowerCase(),
          displayName,
          JSON.stringify(document),
        );
        const rows = valueRowsOf(document);
        await run(
          `insert into scim_value (tenant_id, id, attr, elem, k, k_type, is_primary, filled) values ${rows.map(() => '(?, ?, ?, ?, ?, ?, ?, 1)').join(', ')}`,
          ...rows.flatMap((row) => [tenant, bytes, ...row]),
        );
        return id;
      }),
    remove: (tenant, id, at) =>
      atOnce(async (run) => {
        const bytes = bytesOf(id);
        await run(
          `update scim_member as m straight_join scim_resource as r
             on r.tenant_id = m.tenant_id and r.type = m.group_type and r.id = m.group_id
           set r.version = r.version + 1, r.modified_at = ? where m.tenant_id = ? and m.member_id = ?`,
          at,
          tenant,
          bytes,
        );
        await run('delete from scim_member where tenant_id = ? and member_id = ?', tenant, bytes);
        await run('delete from scim_value where tenant_id = ? and id = ?', tenant, bytes);
        const text = 'delete from scim_resource where tenant_id = ? and type = 1 and id = ?';
        return (await run(text, tenant, bytes)) === 1;
      }),
    patch: (tenant, id, profile, at) =>
      change(tenant, id, at, async (document) => ({ ...document, ...profile })),
    patchMail: (tenant, id, mail, at) =>
      change(tenant, id, at, async (document, bytes, run) => {
        await run(
          `update scim_value set k = ? where tenant_id = ? and id = ? and attr = ${attributes.emails} and elem = 0`,
          mail.toLowerCase(),
          tenant,
          bytes,
        );
        const [first, ...others] = document.emails as readonly object[]; // as loaded
        return { ...document, emails: [{ ...first, value: mail }, ...others] };
      }),
    addMember: (tenant, group, id, at) =>
      changeSet(
        tenant,
        group,
        at,
        `insert into scim_member (tenant_id, group_id, member_id, group_type, member_type, added_at)
         select tenant_id, ?, id, 2, type, ? from scim_resource where tenant_id = ? and type = 1 and id = ?`,
        [bytesOf(group), at, tenant, bytesOf(id)],
      ),
    removeMember: (tenant, group, id, at) =>
      changeSet(
        tenant,
        group,
        at,
        'delete from scim_member where tenant_id = ? and group_id = ? and member_id = ?',
        [tenant, bytesOf(group), bytesOf(id)],
      ),
  };
}
