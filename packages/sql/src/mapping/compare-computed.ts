import type { FilterNode } from '@scimkit/core';
import { sql } from 'kysely';
import type { Sql } from '../statements/statement.ts';
import { encodeCell } from './cell.ts';
import { columnOf } from './engine-sql.ts';
import { isTextual } from './facts.ts';
import { type MappedBuilding, unsupported } from './mapped-condition.ts';
import type { Computed } from './mapped-type.ts';
import { resource } from './source-of.ts';

type Compare = Extract<FilterNode, { kind: 'compare' }>;

/** Both ways two-valued: a row that does not satisfy the codec's condition reads as another value, or as none. */
export function compareComputed(
  { words, type }: MappedBuilding,
  { codec, attribute }: Computed,
  node: Compare,
): Sql {
  const found = codec.eq?.(node.key);
  if (found === undefined) throw unsupported(attribute);
  const fact = type.facts.get(found.column);
  const column = columnOf(resource.row, found.column);
  const isNot = 'not' in found;
  const value = encodeCell(isNot ? found.not : found.value, fact, words.engine);
  const isOp = isNot !== (node.op === 'ne');
  if (value === null) return isOp ? sql`${column} is not null` : sql`${column} is null`;
  // The codec compares in JavaScript, where `Active` is not `active` whatever the collation says.
  const isInexact = fact !== undefined && isTextual(fact) && !fact.exactEquality;
  const exact = isInexact ? words.engine.bytewise(column) : column;
  if (isOp) return sql`(${column} is null or ${exact} <> ${value})`;
  const guard = isInexact ? sql` and ${exact} = ${value}` : sql``;
  return sql`(${column} is not null and ${column} = ${value}${guard})`;
}
