import type { Engine } from '../dialects/dialect.ts';
import type { TestDatabase } from './engines.ts';
import { scopeOf } from './tenant.ts';

/** A large tenant, by the number it is kept under. */
export const largeTenant = scopeOf('7');
/** How many users it has. */
export const people = 20_000;

/** What the databases write in ways of their own. */
interface Words {
  /** Text, a number, and text, as one. */
  readonly joined: (before: string, number: string, after?: string) => string;
  /** 16 bytes, in no order, the same for the same number. */
  readonly idOf: (prefix: string, number: string) => string;
}

const withFunction: Words = {
  joined: (before, number, after = '') => `concat('${before}', ${number}, '${after}')`,
  idOf: (prefix, number) => `unhex(left(sha2(concat('${prefix}', ${number}), 256), 32))`,
};

const words: Readonly<Record<Engine, Words>> = {
  mysql: withFunction,
  mariadb: withFunction,
  postgres: {
    joined: (before, number, after = '') => `'${before}' || ${number} || '${after}'`,
    idOf: (prefix, number) => `decode(md5('${prefix}' || ${number}), 'hex')`,
  },
  sqlite: {
    joined: (before, number, after = '') => `'${before}' || ${number} || '${after}'`,
    // Multiplied by an odd number, so that no two of 2^32 meet.
    idOf: (prefix, number) =>
      `unhex(printf('%08x%06x', ${number} * 2654435761 % 4294967296, unicode('${prefix}')) || '000000000000000000')`,
  },
};

/** Rows 0 to 9,999, in every dialect. */
const digits = (name: string) =>
  `(select 0 as ${name} union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6 union all select 7 union all select 8 union all select 9) as t_${name}`;
const numbers = `(select a + 10 * b + 100 * c + 1000 * d + 10000 * e as i from ${['a', 'b', 'c', 'd'].map(digits).join(' cross join ')} cross join (select 0 as e union all select 1) as t_e) as numbers`;

/** Many users, their addresses, and a group with all of them: by SQL, because one at a time would take minutes. */
export async function fill(
  { engine, query }: Pick<TestDatabase, 'engine' | 'query'>,
  emails: number,
  staff: Uint8Array,
): Promise<void> {
  const isPostgres = engine === 'postgres';
  const { idOf, joined } = words[engine];
  const text = (prefix: string) => joined(prefix, 'i');
  const id = idOf('u', 'i');
  const family = joined('f', '(i % 500)');
  const doc = isPostgres ? `cast('{"userName":"x"}' as json)` : `'{"userName":"x"}'`;
  await query(
    `insert into @resource (tenant_id, type, id, version, created_at, modified_at, unique_key, external_id, display_key, sort_key, active, display, doc) select 7, 1, ${id}, 1, i, i, ${text('user')}, ${text('e')}, ${text('user ')}, ${family}, 1, ${text('User ')}, ${doc} from ${numbers}`,
  );
  await query(
    `insert into @value (tenant_id, id, attr, elem, k, k_type, is_primary, filled) select 7, ${id}, ${emails}, 0, ${joined('u', 'i', '@a.example')}, 'work', 1, 1 from ${numbers}`,
  );
  const place = isPostgres ? '$1' : '?';
  await query(
    `insert into @member (tenant_id, group_id, member_id, group_type, member_type, added_at) select 7, ${place}, ${id}, 2, 1, i from ${numbers}`,
    [staff],
  );
  // The usual group is small.
  const small = idOf('g', '(i % 1000)');
  await query(
    `insert into @resource (tenant_id, type, id, version, created_at, modified_at, display_key, sort_key, display, doc) select 7, 2, ${small}, 1, i, i, ${text('group ')}, ${text('group ')}, ${text('Group ')}, ${doc} from ${numbers} where i < 1000`,
  );
  await query(
    `insert into @member (tenant_id, group_id, member_id, group_type, member_type, added_at) select 7, ${small}, ${id}, 2, 1, i from ${numbers}`,
  );
}

export async function analyse({ engine, query }: Pick<TestDatabase, 'engine' | 'query'>): Promise<void> {
  const command = engine === 'mysql' || engine === 'mariadb' ? 'analyze table' : 'analyze';
  for (const table of ['resource', 'value', 'member']) await query(`${command} @${table}`);
}

const byTable = /^(?!INSERT)\S+ (r|v|m|s|d|g|h|scim_\w+) (ALL|index) /m;

/** What reads more than it has to: a whole table, a whole index, or all rows of the tenant. */
const tooMuch: Readonly<Record<Engine, RegExp>> = {
  postgres: /Seq Scan on scim_(resource|value|member|unique)|Index Cond: \(tenant_id = \S+\)$/m,
  mysql: byTable,
  mariadb: byTable,
  sqlite:
    /SCAN (scim_(resource|value|member|unique)|[rvmdgh])\b|\(tenant_id=\?\)|\(tenant_id=\? AND type=\?\)/,
};
export const wasteIn = (engine: Engine): RegExp => tooMuch[engine];
