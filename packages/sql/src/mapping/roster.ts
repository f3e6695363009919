import { sql } from 'kysely';
import { nothing, type Sql } from '../statements/statement.ts';
import { columnOf } from './engine-sql.ts';
import { type ColumnFact, isInteger } from './facts.ts';
import type { MappedWords } from './mapped-words.ts';
import type { Look } from './reference-condition.ts';

/** The members of a group in an order in which each has a place of its own, that stays whatever others do. */
export interface Roster {
  /** What stands after `from`: the memberships, and what else their order takes. */
  readonly from: Sql;
  /** What stands after `where`; the group is not in it. */
  readonly where: Sql;
  /** The column that members are ordered by, and what the database says about it. */
  readonly place: Sql;
  readonly fact: ColumnFact | undefined;
}

/**
 * Says how the members of a group are ordered: by the column of the member, as the index that begins with the group has
 * them. Where that column compares in another way than the key it refers to, one member could have two places, and two
 * members one; the key itself orders them then, which takes the whole group for each page.
 *
 * @param aliases - The names of the memberships and of the rows they lead to.
 */
export function rosterOf(
  { dialect }: Pick<MappedWords, 'dialect'>,
  look: Look,
  [memberships, rows]: readonly [memberships: string, rows: string] = ['j', 'p'],
): Roster {
  const { join, other, target } = look;
  const member = columnOf(memberships, other);
  const table = sql`${join.table} as ${sql.id(memberships)}`;
  const fact = join.facts.get(other);
  if (ordersAlike(look)) {
    // A membership of nobody has no place.
    const where = fact?.nullable === false ? nothing : sql` and ${member} is not null`;
    return { from: table, where, place: member, fact };
  }
  const key = columnOf(rows, target.mapping.id);
  return {
    from: sql`${table} ${dialect.crossJoin} ${target.table} as ${sql.id(rows)}`,
    where: sql` and ${key} = ${member}`,
    place: key,
    fact: target.facts.get(target.mapping.id),
  };
}

/** Does the column of the member have the order of the key that it refers to? */
export function ordersAlike({ join, other, target }: Look): boolean {
  const [member, key] = [join.facts.get(other), target.facts.get(target.mapping.id)];
  if (member === undefined || key === undefined) return true;
  return (
    kindOf(member) === kindOf(key) &&
    member.collation === key.collation &&
    member.charset === key.charset &&
    member.exactEquality === key.exactEquality
  );
}

const texts = /^(?:n?varchar|char|character|character varying|text|tinytext|mediumtext|longtext|clob)$/;

/** Types with the same order have the same kind: whole numbers of any size, texts of any length. */
function kindOf(fact: ColumnFact): string {
  if (isInteger(fact)) return 'integer';
  const name = fact.dataType.replace(/\(.*\)/, '').trim();
  return texts.test(name) ? 'text' : name;
}
