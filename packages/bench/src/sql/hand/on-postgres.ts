import { createUuidV7 } from '@scimkit/core';
import type pg from 'pg';
import { bytesOf, uuidText } from '../data/ids.ts';
import { groupOf } from './group-of.ts';
import type { Found, HandWritten } from './hand-written.ts';
import { attributes, valueRowsOf } from './value-rows.ts';

interface UserRow {
  readonly id: Buffer;
  /** `bigint` comes as text. */
  readonly version: string;
  readonly created_at: string;
  readonly modified_at: string;
  /** Parsed by the driver. */
  readonly doc: Readonly<Record<string, unknown>>;
  readonly groups?: readonly (readonly [id: string, display: string | null])[] | null;
}

/** A statement that the server plans once for each connection. */
interface Named {
  readonly name: string;
  readonly text: string;
}

/**
 * By hand with node-postgres: every statement has a name, so that the server parses and plans it once, which who knows
 * that there is no pooler in between may do.
 */
export function handOnPostgres(pool: pg.Pool, schema: string): HandWritten {
  const [resource, value, member] = ['resource', 'value', 'member'].map((name) => `${schema}.scim_${name}`);
  const columns = 'r.id, r.version, r.created_at, r.modified_at, r.doc';
  const user = `from ${resource} r where r.tenant_id = $1 and r.type = 1`;
  const mailed = `select ${columns} from ${value} v join ${resource} r
    on r.tenant_id = v.tenant_id and r.type = 1 and r.id = v.id
    where v.tenant_id = $1 and v.attr = ${attributes.emails} and v.k = $2`;
  const named = (name: string, text: string): Named => ({ name: `hand_${name}`, text });
  const read = named('read', `select ${columns} ${user} and r.id = $2`);
  const groups = `(select json_agg(json_build_array(encode(m.group_id, 'hex'), g.display))
    from ${member} m join ${resource} g on g.tenant_id = $1 and g.type = m.group_type and g.id = m.group_id
    where m.tenant_id = $1 and m.member_id = r.id) as groups`;
  const readWithGroups = named('readWithGroups', `select ${columns}, ${groups} ${user} and r.id = $2`);
  const pageWithGroups = named(
    'pageWithGroups',
    `select ${columns}, ${groups} ${user} order by r.id limit $2`,
  );
  const byUserName = named('userName', `select ${columns} ${user} and r.unique_key = $2`);
  const byExternalId = named('externalId', `select ${columns} ${user} and r.external_id = $2`);
  const byMail = named('mail', mailed);
  const byWorkMail = named('workMail', `${mailed} and v.k_type = 'work'`);
  const firstPage = named('firstPage', `select ${columns} ${user} order by r.id limit $2`);
  const nextPage = named('nextPage', `select ${columns} ${user} and r.id > $2 order by r.id limit $3`);
  const pageByUserName = named(
    'pageByUserName',
    `select ${columns} ${user} and r.unique_key > $2 order by r.unique_key limit $3`,
  );
  const lockUser = named('lockUser', `select ${columns} ${user} and r.id = $2 for no key update`);
  const insertUser = named(
    'insertUser',
    `insert into ${resource} (tenant_id, type, id, version, created_at, modified_at, active, unique_key, external_id,
       display_key, sort_key, display, doc)
     values ($1, 1, $2, 1, $3, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
  );
  const insertValues = (count: number): Named => {
    const rows = Array.from({ length: count }, (_, row) => {
      const places = Array.from({ length: 5 }, (_, column) => `$${3 + row * 5 + column}`);
      return `($1, $2, ${places.join(', ')}, 1)`;
    });
    return named(
      `insertValues${count}`,
      `insert into ${value} (tenant_id, id, attr, elem, k, k_type, is_primary, filled) values ${rows.join(', ')}`,
    );
  };
  const updateUser = named(
    'updateUser',
    `update ${resource} set doc = $1, active = $2, version = version + 1, modified_at = $3 where tenant_id = $4 and type = 1 and id = $5`,
  );
  const updateMail = named(
    'updateMail',
    `update ${value} set k = $1 where tenant_id = $2 and id = $3 and attr = ${attributes.emails} and elem = 0`,
  );
  const touchHolders = named(
    'touchHolders',
    `update ${resource} as r set version = r.version + 1, modified_at = $1 from ${member} as m
     where m.tenant_id = $2 and m.member_id = $3 and r.tenant_id = $2 and r.type = m.group_type and r.id = m.group_id`,
  );
  const leaveGroups = named('leaveGroups', `delete from ${member} where tenant_id = $1 and member_id = $2`);
  const removeValues = named('removeValues', `delete from ${value} where tenant_id = $1 and id = $2`);
  const removeUser = named(
    'removeUser',
    `delete from ${resource} where tenant_id = $1 and type = 1 and id = $2`,
  );
  const lockGroup = named(
    'lockGroup',
    `select version from ${resource} where tenant_id = $1 and type = 2 and id = $2 for no key update`,
  );
  const insertMember = named(
    'insertMember',
    `insert into ${member} (tenant_id, group_id, member_id, group_type, member_type, added_at)
     select tenant_id, $1, id, 2, type, $2 from ${resource} where tenant_id = $3 and type = 1 and id = $4 for key share
     on conflict do nothing`,
  );
  const removeMember = named(
    'removeMember',
    `delete from ${member} where tenant_id = $1 and group_id = $2 and member_id = $3`,
  );
  const touchGroup = named(
    'touchGroup',
    `update ${resource} set version = version + 1, modified_at = $1 where tenant_id = $2 and type = 2 and id = $3`,
  );

  const found = (row: UserRow): Found => ({
    id: uuidText(row.id),
    version: row.version,
    created: Number(row.created_at),
    modified: Number(row.modified_at),
    document: row.doc,
    ...(row.groups === undefined ? {} : { groups: (row.groups ?? []).map(groupOf) }),
  });
  const all = async (statement: Named, ...values: unknown[]): Promise<readonly Found[]> => {
    const { rows } = await pool.query<UserRow>({ ...statement, values });
    return rows.map(found);
  };
  type Run = (statement: Named, ...values: unknown[]) => Promise<pg.QueryResult>;
  const atOnce = async <T>(work: (run: Run) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const result = await work((statement, ...values) => client.query({ ...statement, values }));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  };
  const change = (
    tenant: number,
    id: string,
    at: number,
    edit: (document: Found['document'], bytes: Buffer, run: Run) => Promise<Found['document']>,
  ): Promise<Found | undefined> =>
    atOnce(async (run) => {
      const bytes = bytesOf(id);
      const { rows } = await run(lockUser, tenant, bytes);
      const row: UserRow | undefined = rows[0];
      if (row === undefined) return undefined;
      const document = await edit(row.doc, bytes, run);
      await run(updateUser, JSON.stringify(document), Number(document.active), at, tenant, bytes);
      const version = String(Number(row.version) + 1);
      return { id, version, created: Number(row.created_at), modified: at, document };
    });
  const changeSet = (tenant: number, group: string, at: number, statement: Named, values: unknown[]) =>
    atOnce(async (run) => {
      const bytes = bytesOf(group);
      if ((await run(lockGroup, tenant, bytes)).rowCount === 0) return false;
      if ((await run(statement, ...values)).rowCount === 0) return false;
      await run(touchGroup, at, tenant, bytes);
      return true;
    });

  return {
    read: async (tenant, id) => (await all(read, tenant, bytesOf(id)))[0],
    readWithGroups: async (tenant, id) => (await all(readWithGroups, tenant, bytesOf(id)))[0],
    byUserName: (tenant, userName) => all(byUserName, tenant, userName.toLowerCase()),
    byExternalId: (tenant, externalId) => all(byExternalId, tenant, externalId),
    byMail: (tenant, mail) => all(byMail, tenant, mail.toLowerCase()),
    byWorkMail: (tenant, mail) => all(byWorkMail, tenant, mail.toLowerCase()),
    page: (tenant, after, limit) =>
      after === undefined ? all(firstPage, tenant, limit) : all(nextPage, tenant, bytesOf(after), limit),
    pageWithGroups: (tenant, limit) => all(pageWithGroups, tenant, limit),
    pageByUserName: (tenant, after, limit) => all(pageByUserName, tenant, after.toLowerCase(), limit),
    create: (tenant, document, at) =>
      atOnce(async (run) => {
        const id = createUuidV7();
        const bytes = bytesOf(id);
        const { userName, externalId, displayName, name, active } = document;
        const { rowCount } = await run(
          insertUser,
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
        if (rowCount === 0) return undefined;
        const rows = valueRowsOf(document);
        await run(insertValues(rows.length), tenant, bytes, ...rows.flat());
        return id;
      }),
    remove: (tenant, id, at) =>
      atOnce(async (run) => {
        const bytes = bytesOf(id);
        await run(touchHolders, at, tenant, bytes);
        await run(leaveGroups, tenant, bytes);
        await run(removeValues, tenant, bytes);
        return (await run(removeUser, tenant, bytes)).rowCount === 1;
      }),
    patch: (tenant, id, profile, at) =>
      change(tenant, id, at, async (document) => ({ ...document, ...profile })),
    patchMail: (tenant, id, mail, at) =>
      change(tenant, id, at, async (document, bytes, run) => {
        await run(updateMail, mail.toLowerCase(), tenant, bytes);
        const [first, ...others] = document.emails as readonly object[]; // as loaded
        return { ...document, emails: [{ ...first, value: mail }, ...others] };
      }),
    addMember: (tenant, group, id, at) =>
      changeSet(tenant, group, at, insertMember, [bytesOf(group), at, tenant, bytesOf(id)]),
    removeMember: (tenant, group, id, at) =>
      changeSet(tenant, group, at, removeMember, [tenant, bytesOf(group), bytesOf(id)]),
  };
}
