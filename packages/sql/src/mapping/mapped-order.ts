import type { AttributeRef, Key, Query } from '@scimkit/core';
import { sql } from 'kysely';
import { type Order, orderBy } from '../statements/order.ts';
import { nothing, type Sql } from '../statements/statement.ts';
import { truth } from './cell.ts';
import { comparedColumn, sorted, timeColumn } from './key-column.ts';
import type { MappedType } from './mapped-type.ts';
import { type MappedWords, sidecarType } from './mapped-words.ts';

const byId: Order = {
  name: 'id',
  optional: false,
  join: () => nothing,
  where: () => undefined,
  toKey: String,
};

/** Compiles an order. `undefined` when the attribute cannot be sorted by; `supports.sort` says so. */
export function mappedOrder(words: MappedWords, type: MappedType, sort: Query['sort']): Order | undefined {
  if (sort === undefined) return byId;
  const { by } = sort;
  const home = type.homes.get(by.id);
  switch (home?.kind) {
    case undefined:
      return orderBy(sort, words.tables, sidecarType(type));
    case 'id':
      return byId;
    case 'time': {
      const which = by.name === 'created' ? 'created' : 'modified';
      const key = timeColumn(type, which, home.time).sql;
      return { ...byId, name: which, key, toKey: Number };
    }
    case 'scalar':
      return optional(by, sorted(words.engine, type, home.scalar, comparedColumn(home.scalar)));
    default:
      return undefined;
  }
}

function optional(by: AttributeRef, key: Sql): Order {
  return {
    name: String(by.id),
    key,
    optional: true,
    join: () => nothing,
    where: (part) => (part === 'with' ? sql`${key} is not null` : sql`${key} is null`),
    toKey: (value) => keyOf(by, value),
  };
}

function keyOf({ type }: AttributeRef, value: unknown): Key {
  if (type === 'boolean') return truth(value);
  if (type === 'integer' || type === 'decimal') return Number(value);
  // `cast(… as binary)` of MySQL comes as bytes.
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
}
