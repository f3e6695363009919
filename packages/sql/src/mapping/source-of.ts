import { sql } from 'kysely';
import { encodeId } from '../codec/resource-id.ts';
import type { SqlDialect } from '../dialects/dialect.ts';
import { type Sql, slot } from '../statements/statement.ts';
import { encodeCell, encodePublicId } from './cell.ts';
import { columnOf, type EngineSql } from './engine-sql.ts';
import { isTextual } from './facts.ts';
import type { Leading } from './leading-table.ts';
import type { MappedType } from './mapped-type.ts';
import type { Owner } from './mapped-view.ts';

/** What statements on mapped types are made with. */
export interface Words {
  readonly dialect: SqlDialect;
  readonly engine: EngineSql;
  readonly link: Sql;
}

/** Under which names the row and its place in the sidecar stand in a statement. */
export interface Aliases {
  readonly row: string;
  readonly link: string;
}

/** The names that the resource itself has in every statement; members and groups get others. */
export const resource: Aliases = { row: 'u', link: 'r' };

/** The tenant's number. */
export const tenant: Sql = slot((args: Owner) => args.tenant);
const organisation: Sql = slot((args: Owner) => args.org);

/**
 * The resources of a type: what stands after `from`, and after `where`. The tenant is part of it, always.
 *
 * @param reach - `rows` for all rows of the application's, also those that are no resources.
 * @param leading - Which table the statement begins with; either without it.
 */
export function sourceOf(
  { engine, link }: Words,
  type: MappedType,
  aliases: Aliases = resource,
  reach: 'resources' | 'rows' = 'resources',
  leading?: Leading,
): { readonly from: Sql; readonly where: Sql } {
  const { table, linked, hidden } = type;
  const row = sql.id(aliases.row);
  const rows = sql`${table} as ${row}`;
  const own = ofOrganisation(engine, type, aliases.row);
  if (!linked) return { from: rows, where: own };
  const l = sql.id(aliases.link);
  const there = sql`${link} as ${l} on ${l}.tenant_id = ${tenant} and ${l}.type = ${sql.lit(type.number)} and ${sameRow(engine, type, aliases.row, sql`${l}.local_id`, leading)}`;
  if (reach === 'rows') return { from: sql`${rows} left join ${there}`, where: own };
  if (hidden) return { from: sql`${rows} inner join ${there}`, where: sql`${own} and ${l}.gone = 0` };
  return {
    from: sql`${rows} left join ${there}`,
    where: sql`${own} and (${l}.gone is null or ${l}.gone = 0)`,
  };
}

/**
 * The row that the sidecar means. An index serves only the direction in which it is said; without `leading` it is said in
 * both.
 */
export function sameRow(
  engine: EngineSql,
  type: MappedType,
  row: string,
  local: Sql,
  leading?: Leading,
): Sql {
  const id = columnOf(row, type.mapping.id);
  const fact = type.facts.get(type.mapping.id);
  const asText = sql`${local} = ${engine.text(id)}`;
  if (fact === undefined || leading === 'row') return asText;
  const asId = sql`${id} = ${engine.castTo(local, fact)}`;
  return leading === 'link' ? asId : sql`${asText} and ${asId}`;
}

/** The rows of the organisation that exist: the tenant, and the conditions of `where` in the mapping. */
export function ofOrganisation(engine: EngineSql, { mapping, facts }: MappedType, row: string): Sql {
  const conditions = Object.entries(mapping.where ?? {}).map(([column, value]) => {
    const name = columnOf(row, column);
    return value === null || value === undefined
      ? sql` and ${name} is null`
      : sql` and ${name} = ${encodeCell(value, facts.get(column), engine)}`;
  });
  return sql`${columnOf(row, mapping.tenant)} = ${organisation}${sql.join(conditions, sql``)}`;
}

/** The public id of a row as one value: bytes of ours, or the application's column as text. */
export function publicIdOf({ engine }: Words, type: MappedType, aliases: Aliases = resource): Sql {
  const { publicId } = type.mapping;
  if (publicId === undefined) return sql`${sql.id(aliases.link)}.id`;
  return engine.text(columnOf(aliases.row, publicId));
}

/** What stands for a row in members; null where it has no display name. */
export function displayOf({ engine }: Words, type: MappedType, aliases: Aliases): Sql {
  const names = type.shownBy.map((column) => {
    const name = column === undefined ? columnOf(aliases.link, 'display') : columnOf(aliases.row, column);
    return sql`nullif(${engine.text(name)}, '')`;
  });
  return names.length === 0 ? sql`null` : sql`coalesce(${sql.join(names)}, null)`;
}

/** The public id of a row as it travels in JSON. */
export function publicIdInJson(words: Words, type: MappedType, aliases: Aliases): Sql {
  const id = publicIdOf(words, type, aliases);
  return type.hidden ? words.dialect.hex(id) : id;
}

/** The public id as lists are ordered by it. */
export function sortedIdOf(words: Words, type: MappedType): Sql {
  const { publicId } = type.mapping;
  if (publicId === undefined) return publicIdOf(words, type);
  const column = columnOf(resource.row, publicId);
  const fact = type.facts.get(publicId);
  // UUIDs have the order of their digits, so that an index serves.
  const isInOrder = fact !== undefined && (fact.dataType === 'uuid' || (isTextual(fact) && fact.exactOrder));
  return isInOrder ? column : words.engine.bytewise(column);
}

const none = new Uint8Array();

/** The row has the public id that an argument names; what cannot be an id has none. */
export function hasPublicId<Args>(
  type: MappedType,
  read: (args: Args) => unknown,
  aliases: Aliases = resource,
): Sql {
  const { publicId } = type.mapping;
  if (publicId === undefined) {
    const bytes = slot((args: Args) => encodeId(String(read(args))) ?? none);
    return sql`${sql.id(aliases.link)}.id = ${bytes}`;
  }
  const fact = type.facts.get(publicId);
  return sql`${columnOf(aliases.row, publicId)} = ${slot((args: Args) => encodePublicId(String(read(args)), fact))}`;
}

/** The same with two truth values, for a condition under a `not`: what cannot be an id is null in it. */
export function surely(condition: Sql): Sql {
  return sql`coalesce(${condition}, 1 = 0)`;
}

/** The type of a public id where ids come as JSON. */
export function publicIdColumn(type: MappedType): 'id' | 'text' {
  return type.hidden ? 'id' : 'text';
}

/** Compares a row's public id with one from JSON. */
export function equalsPublicId({ engine }: Words, type: MappedType, id: Sql, aliases: Aliases): Sql {
  const { publicId } = type.mapping;
  if (publicId === undefined) return sql`${sql.id(aliases.link)}.id = ${id}`;
  const fact = type.facts.get(publicId);
  const column = columnOf(aliases.row, publicId);
  return fact === undefined || isTextual(fact)
    ? sql`${column} = ${id}`
    : sql`${column} = ${engine.castTo(id, fact)}`;
}
