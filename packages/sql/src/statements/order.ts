import type { AttributeRef, Key, Query } from '@scimkit/core';
import { sql } from 'kysely';
import type { FilterArguments } from '../filter/filter-arguments.ts';
import { forSorting, isText, placeOf } from '../filter/place.ts';
import type { Tables } from '../schema/tables.ts';
import { keyColumnNames, type ResourceType } from '../store/resource-type.ts';
import { nothing, type Sql, slot } from './statement.ts';

/**
 * A part of a sorted list. Resources without a value for the sort attribute come after all others (before them when
 * descending), and databases disagree about where null stands; so those with a value are one list, and those without
 * another, each served by an index.
 */
export type Part = 'all' | 'with' | 'without';

/** How a list is ordered, as SQL. */
export interface Order {
  /** A text that names it, to keep statements by. */
  readonly name: string;
  /** The key; absent when the order is that of ids. */
  readonly key?: Sql;
  /** True when no two resources have the same key, so that ids need not decide; some planners would sort by them. */
  readonly isUnique?: boolean;
  /** True when the key can be missing. */
  readonly optional: boolean;
  /** What to join to have the key. */
  readonly join: (part: Part) => Sql;
  /** What has to hold for a row to be in a part. */
  readonly where: (part: Part) => Sql | undefined;
  /** The key as core knows it, of a value that the database gave. */
  readonly toKey: (value: unknown) => Key;
}

const tenant: Sql = slot((args: FilterArguments) => args.tenant);

/** Compiles an order. `undefined` when the attribute has no place; `supports.sort` says so. */
export function orderBy(sort: Query['sort'], tables: Tables, type: ResourceType): Order | undefined {
  const byId: Order = {
    name: 'id',
    optional: false,
    join: () => nothing,
    where: () => undefined,
    toKey: String,
  };
  if (sort === undefined) return byId;
  const { by } = sort;
  const place = placeOf(by, type, forSorting);
  switch (place?.kind) {
    case 'id':
      return byId;
    case 'time':
      return { ...byId, name: place.column, key: sql.ref(`r.${place.column}`), toKey: Number };
    case 'column': {
      const column = keyColumnNames[place.column];
      return {
        ...optional(by, column, sql.ref(`r.${column}`), () => nothing),
        isUnique: place.column === 'unique',
      };
    }
    case 'value': {
      const key = sql.ref(`s.${place.column}`);
      const join = sql`inner join ${tables.value} as s on s.id = r.id`;
      const row = sql`s.tenant_id = ${tenant} and s.attr = ${place.owner.id} and s.elem = 0`;
      return {
        ...optional(by, `${place.owner.id}.${place.column}`, key, (part) =>
          part === 'with' ? join : nothing,
        ),
        where: (part) =>
          part === 'with'
            ? sql`${row} and ${key} is not null`
            : sql`not exists (select 1 from ${tables.value} as s where ${row} and s.id = r.id and ${key} is not null)`,
      };
    }
    default:
      return undefined;
  }
}

function optional(by: AttributeRef, name: string, key: Sql, join: Order['join']): Order {
  return {
    name,
    key,
    optional: true,
    join,
    where: (part) => (part === 'with' ? sql`${key} is not null` : sql`${key} is null`),
    toKey: (value) => {
      if (by.type === 'boolean') return Number(value) === 1;
      return isText(by) ? String(value) : Number(value);
    },
  };
}
