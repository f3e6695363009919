import { sql } from 'kysely';
import { nothing, type Sql, slot } from '../statements/statement.ts';
import { columnOf } from './engine-sql.ts';
import type { LocalId } from './local-id.ts';
import type { MappedType } from './mapped-type.ts';
import type { MappedWords } from './mapped-words.ts';
import { selectedPlace } from './member-place.ts';
import type { Look } from './reference-condition.ts';
import { rosterOf } from './roster.ts';
import { type Aliases, displayOf, hasPublicId, publicIdInJson, resource, sourceOf } from './source-of.ts';

/** What members with a limit are selected with. */
export interface MembersLimit {
  /** So many memberships are looked at: one more than are shown, which tells whether there are others. */
  readonly members?: number | undefined;
  /** The place they come after; only of one group. */
  readonly after?: LocalId | undefined;
}

/** Of which groups the members are selected, and from where on. */
export interface FirstOf {
  /** One group, by its public id (`id` of the arguments), or each of a list. */
  readonly groups: 'one' | 'many';
  /** Do they begin after a place? */
  readonly positioned: boolean;
}

const shownAs: Aliases = { row: 'ou', link: 'ol' };
const ownGroup: Aliases = { row: 'gu', link: 'gl' };

/**
 * The first members of the resource `u` from one table of memberships, as JSON: for each membership its number, its place,
 * and the member as a list of id and display; null where that is no resource, such as a row that is deleted or not linked.
 * Memberships are cut off before their members are looked at, so that no statement reads more than it was asked for,
 * whatever the planner expects; those that lead nowhere have a place all the same.
 */
export function firstMembers(
  words: MappedWords,
  type: MappedType,
  look: Look,
  { groups, positioned }: FirstOf,
): Sql {
  const { dialect, engine } = words;
  const count = slot((args: MembersLimit) => args.members);
  const after = slot((args: MembersLimit) => args.after);
  const own = columnOf(resource.row, type.mapping.id);
  const roster = rosterOf(words, look);
  const { from, where, place } = roster;
  const rowOf = (at: Sql, number: Sql) => [number, selectedPlace(engine, roster, at), shown(words, look, at)];
  if (engine.listInOrder !== undefined && groups === 'many') {
    // All memberships of each group are looked at, but no more of them are named than are shown.
    const end = rosterOf(words, look, ['e', 'q']);
    const last = slot((args: MembersLimit) => (args.members ?? 1) - 1);
    const ends = sql`select ${end.place} from ${end.from} where ${columnOf('e', look.own)} = ${own}${end.where} order by ${end.place} ${dialect.limit(sql.lit(1), last)}`;
    const rows = engine.listInOrder(rowOf(place, sql.lit(0)), place);
    return sql`(select ${rows} from ${from} where ${columnOf('j', look.own)} = ${own}${where} and ${place} <= coalesce((${ends}), ${place}))`;
  }
  const group = columnOf('j', look.own);
  const beyond = positioned ? sql` and ${place} > ${after}` : nothing;
  const walks = groups === 'one' ? engine.walks : undefined;
  // With a range of groups, be it of one, only both columns together are the order of the index.
  const [inGroup, order] =
    walks === undefined
      ? [sql`${group} = ${own}`, place]
      : [walks(group, sql`(${idOfGroup(words, type)})`), sql`${group}, ${place}`];
  const cut = sql`select ${place} as place from ${from} where ${inGroup}${where}${beyond} order by ${order} ${dialect.limit(count)}`;
  // Lists are made in whatever order the database likes, and by a collation nobody else can sort.
  const numbered = sql`select i.place, row_number() over (order by i.place) as n from (${cut}) as i`;
  const rows = dialect.jsonRows(rowOf(sql`k.place`, sql`k.n`));
  return sql`(select ${rows} from (${numbered}) as k)`;
}

/** The member at a place. Each is looked up by its key: with a join, a planner may read all rows to find a thousand. */
function shown(words: MappedWords, { target }: Look, place: Sql): Sql {
  const { from, where } = sourceOf(words, target, shownAs, 'resources', 'row');
  const member = words.engine.list([
    publicIdInJson(words, target, shownAs),
    displayOf(words, target, shownAs),
  ]);
  return sql`(select ${member} from ${from} where ${columnOf(shownAs.row, target.mapping.id)} = ${place} and ${where})`;
}

/** The primary key of the one group that is read, once more, and as a constant. */
function idOfGroup(words: MappedWords, type: MappedType): Sql {
  const { from, where } = sourceOf(words, type, ownGroup, 'resources', type.hidden ? 'link' : 'row');
  const named = hasPublicId(type, (args: { readonly id: string }) => args.id, ownGroup);
  return sql`select ${columnOf(ownGroup.row, type.mapping.id)} from ${from} where ${where} and ${named}`;
}
