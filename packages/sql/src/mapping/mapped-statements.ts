import { type FilterNode, type Key, type Query, StoreError, type Want } from '@scimkit/core';
import { type Kysely, sql } from 'kysely';
import { encodeId } from '../codec/resource-id.ts';
import type { FilterArguments } from '../filter/filter-arguments.ts';
import { shapeOf } from '../filter/shape.ts';
import type { Order, Part } from '../statements/order.ts';
import { wantBits } from '../statements/resource-columns.ts';
import { compileStatement, nothing, type Sql, type Statement, slot } from '../statements/statement.ts';
import { isAscii } from './cell.ts';
import { columnOf } from './engine-sql.ts';
import { firstMembers, type MembersLimit } from './first-members.ts';
import { type Leading, leadingTable } from './leading-table.ts';
import type { LocalId } from './local-id.ts';
import { mappedCondition } from './mapped-condition.ts';
import { mappedOrder } from './mapped-order.ts';
import type { MappedType } from './mapped-type.ts';
import type { Owner } from './mapped-view.ts';
import type { MappedWords } from './mapped-words.ts';
import type { Look } from './reference-condition.ts';
import { type SelectedRow, selectColumns } from './select-columns.ts';
import { hasPublicId, publicIdOf, resource, sortedIdOf, sourceOf } from './source-of.ts';

/** One resource, with so many of its members. */
export interface OneMapped extends Owner, MembersLimit {
  readonly id: string;
}

/** Some members of a group. */
export interface MembersRow {
  /** The group's id. */
  readonly pid: unknown;
  readonly members: unknown;
}

/** What a filter on a mapped type is run with. */
export interface FoundBy extends Owner, FilterArguments {}

/** What a look at rows is run with. */
export interface RowsAfter extends FoundBy {
  /** The primary key of the last row that was seen. */
  readonly after: LocalId | null;
}

/** So many rows are looked at, at a time. */
export const rowsAtATime = 200;

/** What a piece of a list is run with. */
export interface PieceOf extends FoundBy, MembersLimit {
  readonly limit: number;
  readonly offset: number;
  readonly afterKey: Key | null;
  readonly afterId: string;
}

/** A piece of a list: one part of it, in one direction, from a position or from a number of rows on. */
export interface MappedPiece {
  readonly part: Part;
  readonly descending: boolean;
  readonly positioned: boolean;
}

/** A row of a list. */
export type ListedRow = SelectedRow & { readonly sort_value?: unknown };

/** A filter and an order of one type, whose statements are compiled when they are first needed. */
export interface MappedPlan {
  readonly order: Order;
  readonly literals: readonly Key[];
  readonly piece: (piece: MappedPiece, want: Want) => Statement<PieceOf, ListedRow>;
  readonly count: (part: Part) => Statement<FoundBy, { readonly n: unknown }>;
}

const everything: FilterNode = { kind: 'constant', value: true };
/** So many statements are kept, the oldest first to go. */
const capacity = 500;

/** Statements that read mapped types, compiled once for each shape. */
export class MappedStatements {
  readonly #db: Kysely<unknown>;
  readonly #words: MappedWords;
  readonly #known = new Map<string, Statement<never, never>>();

  constructor(db: Kysely<unknown>, words: MappedWords) {
    this.#db = db;
    this.#words = words;
  }

  get words(): MappedWords {
    return this.#words;
  }

  /** Reads one resource. */
  read(type: MappedType, want: Want): Statement<OneMapped, SelectedRow> {
    return this.#compile(`read ${type.name} ${wantBits(want)}`, () => {
      const { from, where } = sourceOf(this.#words, type, undefined, 'resources', byId(type));
      return this.#select(
        sql`select ${selectColumns(this.#words, type, want, 'one')} from ${from} where ${where} and ${hasPublicId(type, readId)}`,
      );
    });
  }

  /** Reads members of one group from one table of memberships, and looks whether the group is there. */
  members(type: MappedType, look: Look, positioned: boolean): Statement<OneMapped, MembersRow> {
    return this.#compile(`members ${type.name} ${look.target.name} ${positioned}`, () => {
      const { from, where } = sourceOf(this.#words, type, undefined, 'resources', byId(type));
      const members = firstMembers(this.#words, type, look, { groups: 'one', positioned });
      return this.#select(
        sql`select ${publicIdOf(this.#words, type)} as pid, ${members} as members from ${from} where ${where} and ${hasPublicId(type, readId)}`,
      );
    });
  }

  /** Locks the row of one resource. What the sidecar says has to be read afterwards: it may have been waited for. */
  lock(type: MappedType, isRemoval: boolean): Statement<OneMapped, { readonly lid: unknown }> {
    const { lock, lockRemoval } = this.#words.engine;
    return this.#compile(`lock ${type.name} ${isRemoval}`, () => {
      const { from, where } = sourceOf(this.#words, type, undefined, 'resources', byId(type));
      return sql`select u.${sql.id(type.mapping.id)} as lid from ${from} where ${where} and ${hasPublicId(type, readId)} ${isRemoval ? lockRemoval : lock}`;
    });
  }

  /** Finds rows of the application's, also such that are no resources. */
  rows(
    type: MappedType,
    filter: FilterNode,
    positioned: boolean,
  ): { readonly statement: Statement<RowsAfter, SelectedRow>; readonly literals: readonly Key[] } {
    const shape = shapeOf(filter);
    const name = `rows ${type.name} ${positioned} ${textOf(type, filter)}`;
    const statement = this.#compile<RowsAfter, SelectedRow>(name, () => {
      const { from, where } = sourceOf(this.#words, type, undefined, 'rows', 'row');
      const holds = mappedCondition({ words: this.#words, type, shape }, filter);
      const want = { document: true, members: false, memberOf: false };
      const id = columnOf(resource.row, type.mapping.id);
      const beyond = positioned ? sql` and ${id} > ${slot((args: RowsAfter) => args.after)}` : nothing;
      const paging = this.#words.dialect.limit(sql.lit(rowsAtATime));
      return this.#select(
        sql`select ${selectColumns(this.#words, type, want)} from ${from} where ${where} and ${holds}${beyond} order by ${id} ${paging}`,
      );
    });
    return { statement, literals: shape.literals };
  }

  /**
   * Plans a list.
   *
   * @throws StoreError `unsupported` when it cannot be sorted like this.
   */
  plan(type: MappedType, filter: FilterNode | undefined, sort: Query['sort']): MappedPlan {
    const order = mappedOrder(this.#words, type, sort);
    if (order === undefined) {
      throw new StoreError(
        'unsupported',
        `The mapping has no order for ${sort?.by.path}; \`supports.sort\` says so.`,
      );
    }
    const node = filter ?? everything;
    const shape = shapeOf(node);
    const name = `${type.name} ${order.name} ${textOf(type, node)}`;
    const parts = (): { readonly from: Sql; readonly where: Sql } => {
      const leading = leadingTable(type, filter, sort);
      const { from, where } = sourceOf(this.#words, type, undefined, 'resources', leading);
      if (filter === undefined) return { from, where };
      return {
        from,
        where: sql`${where} and ${mappedCondition({ words: this.#words, type, shape }, filter)}`,
      };
    };
    return {
      order,
      literals: shape.literals,
      piece: (piece, want) =>
        this.#compile(`piece ${pieceName(piece)} ${wantBits(want)} ${name}`, () =>
          this.#pieceOf(type, parts(), order, piece, want),
        ),
      count: (part) =>
        this.#compile(`count ${part} ${name}`, () => {
          const { from, where } = parts();
          return sql`select count(*) as n from ${from} ${order.join(part)} where ${where}${and(partOf(order, part))}`;
        }),
    };
  }

  #pieceOf(
    type: MappedType,
    { from, where }: { readonly from: Sql; readonly where: Sql },
    order: Order,
    { part, descending, positioned }: MappedPiece,
    want: Want,
  ): Sql {
    const id = sortedIdOf(this.#words, type);
    const key = part === 'without' ? undefined : order.key;
    const direction = descending ? sql` desc` : nothing;
    const columns = selectColumns(this.#words, type, want);
    const shown = key === undefined ? columns : sql`${columns}, ${key} as sort_value`;
    const keyset = positioned ? keysetOf(type, id, key, descending) : undefined;
    const sorted = key === undefined ? sql`${id}${direction}` : sql`${key}${direction}, ${id}${direction}`;
    const paging = this.#words.dialect.limit(limit, positioned ? undefined : offset);
    return this.#select(
      sql`select ${shown} from ${from} ${order.join(part)} where ${where}${and(partOf(order, part))}${and(keyset)} order by ${sorted} ${paging}`,
    );
  }

  /** Makes room for lists of members. */
  #select(select: Sql): Sql {
    return this.#words.dialect.aggregating(select);
  }

  #compile<Args, Row>(name: string, template: () => Sql): Statement<Args, Row> {
    const known = this.#known.get(name);
    // The name says what the statement is, and so what it takes and gives.
    if (known !== undefined) return known as unknown as Statement<Args, Row>;
    const statement = compileStatement<Args, Row>(this.#db, template());
    this.#known.set(name, statement as unknown as Statement<never, never>);
    if (this.#known.size > capacity) {
      const [oldest] = this.#known.keys();
      if (oldest !== undefined) this.#known.delete(oldest);
    }
    return statement;
  }
}

/** Where ids are. */
const byId = ({ hidden }: MappedType): Leading => (hidden ? 'link' : 'row');

const readId = (args: OneMapped): string => args.id;
const limit: Sql = slot((args: PieceOf) => args.limit);
const offset: Sql = slot((args: PieceOf) => args.offset);
const afterKey: Sql = slot((args: PieceOf) =>
  typeof args.afterKey === 'boolean' ? Number(args.afterKey) : args.afterKey,
);

function pieceName({ part, descending, positioned }: MappedPiece): string {
  return `${part}${descending ? ' down' : ''}${positioned ? ' on' : ''}`;
}

function and(condition: Sql | undefined): Sql {
  return condition === undefined ? nothing : sql` and ${condition}`;
}

function partOf(order: Order, part: Part): Sql | undefined {
  return part === 'all' ? undefined : order.where(part);
}

/** In this form every engine begins at the right place in the index. */
function keysetOf({ hidden }: MappedType, id: Sql, key: Sql | undefined, descending: boolean): Sql {
  const [beyond, reaches] = descending ? [sql`<`, sql`<=`] : [sql`>`, sql`>=`];
  const afterId = slot((args: PieceOf) =>
    hidden ? (encodeId(args.afterId) ?? new Uint8Array()) : args.afterId,
  );
  if (key === undefined) return sql`${id} ${beyond} ${afterId}`;
  return sql`${key} ${reaches} ${afterKey} and (${key} ${beyond} ${afterKey} or (${key} = ${afterKey} and ${id} ${beyond} ${afterId}))`;
}

/** What decides the SQL text of a filter: its shape, which literals are ASCII, and what codecs are asked for. */
function textOf(type: MappedType, filter: FilterNode): string {
  const { text, literals } = shapeOf(filter);
  const ascii = literals.map((key) => (typeof key === 'string' && !isAscii(key) ? 'u' : 'a')).join('');
  return `${text} ${ascii} ${computedLiterals(type, filter)}`;
}

function computedLiterals(type: MappedType, node: FilterNode): string {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.of.map((part) => computedLiterals(type, part)).join('');
    case 'not':
    case 'some':
      return computedLiterals(type, node.of);
    case 'compare':
      return type.homes.get(node.attribute.id)?.kind === 'computed' ? JSON.stringify(node.key) : '';
    default:
      return '';
  }
}
