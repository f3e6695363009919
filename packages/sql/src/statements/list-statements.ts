import type { FilterNode, Key, Query, Want } from '@scimkit/core';
import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { FilterArguments } from '../filter/filter-arguments.ts';
import { shapeOf } from '../filter/shape.ts';
import { type Source, sourceOf } from '../filter/source.ts';
import type { Tables } from '../schema/tables.ts';
import type { ResourceType } from '../store/resource-type.ts';
import { type Order, orderBy, type Part } from './order.ts';
import {
  type MembersLimit,
  type ResourceRow,
  resourceColumns,
  wantBits,
  wants,
  wantsSets,
} from './resource-columns.ts';
import { compileStatement, nothing, type Sql, type Statement, slot } from './statement.ts';

/** A piece of a list: one part of it, in one direction, from somewhere on. */
export interface Piece {
  readonly part: Part;
  /** True for descending order, or for going backwards through an ascending one. */
  readonly descending: boolean;
  /** True when the piece begins after a position, false when it begins after a number of rows. */
  readonly positioned: boolean;
  /** True when rows are skipped on the way. */
  readonly deep: boolean;
}

/** What a piece of a list is selected with. */
export interface PieceArguments extends FilterArguments, MembersLimit {
  readonly limit: number;
  readonly offset: number;
  readonly afterKey: Key | null;
  readonly afterId: Uint8Array;
}

/** A row of a list, with what it is sorted by. */
export interface ListRow extends ResourceRow {
  readonly id: Uint8Array;
  readonly sort_value?: unknown;
}

/** A filter and an order of one type, whose statements are compiled when they are first needed. */
export interface ListPlan {
  readonly order: Order;
  readonly piece: (piece: Piece, want: Want) => Statement<PieceArguments, ListRow>;
  readonly count: (part: Part) => Statement<FilterArguments, { readonly n: number }>;
}

/** So many plans are kept, the oldest first to go. */
const capacity = 300;

/** Compiles lists, and keeps what it has compiled by the shape of filter and order. */
export class ListStatements {
  readonly #db: Kysely<unknown>;
  readonly #dialect: SqlDialect;
  readonly #tables: Tables;
  readonly #plans = new Map<string, ListPlan>();

  constructor(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
    this.#db = db;
    this.#dialect = dialect;
    this.#tables = tables;
  }

  /**
   * Plans a list.
   *
   * @returns The plan, and the literals to run it with; `undefined` when it cannot be sorted by this attribute.
   */
  plan(
    type: ResourceType,
    filter: FilterNode | undefined,
    sort: Query['sort'],
  ): { readonly plan: ListPlan; readonly literals: readonly Key[] } | undefined {
    const shape = shapeOf(filter ?? everything);
    const name = `${type.signature}|${sort === undefined ? '' : sort.by.id}|${shape.text}`;
    const known = this.#plans.get(name);
    if (known !== undefined) return { plan: known, literals: shape.literals };
    const order = orderBy(sort, this.#tables, type);
    if (order === undefined) return undefined;
    const source = sourceOf({ dialect: this.#dialect, tables: this.#tables, type, shape }, filter);
    const plan = this.#planOf(source, order);
    this.#plans.set(name, plan);
    if (this.#plans.size > capacity) {
      const [oldest] = this.#plans.keys();
      if (oldest !== undefined) this.#plans.delete(oldest);
    }
    return { plan, literals: shape.literals };
  }

  #planOf(source: Source, order: Order): ListPlan {
    const pieces: Statement<PieceArguments, ListRow>[] = [];
    const counts: Partial<Record<Part, Statement<FilterArguments, { readonly n: number }>>> = {};
    return {
      order,
      piece: (piece, want) => {
        const index = bitsOf(piece) * wants + wantBits(want);
        const known = pieces[index];
        if (known !== undefined) return known;
        const select = this.#pieceOf(source, order, piece, want);
        const statement: Statement<PieceArguments, ListRow> = compileStatement(
          this.#db,
          wantsSets(want) ? this.#dialect.aggregating(select) : select,
          source.isLight,
        );
        pieces[index] = statement;
        return statement;
      },
      count: (part) => {
        const { from, where } = source;
        counts[part] ??= compileStatement(
          this.#db,
          sql`select count(*) as n from ${from} ${order.join(part)} where ${where}${and(partOf(order, part))}`,
          source.isLight,
        );
        return counts[part];
      },
    };
  }

  #pieceOf(source: Source, order: Order, piece: Piece, want: Want): Sql {
    const columns = resourceColumns(this.#dialect, this.#tables, want);
    const key = piece.part === 'without' ? undefined : order.key;
    const rows = rowsOf(this.#dialect, source, order, piece, key);
    // An index without equal keys is walked in order by every planner; where keys are equal, some sort whole documents.
    if (source.isLight && !piece.deep && (key === undefined || order.isUnique === true))
      return sql`select ${columns}${key === undefined ? nothing : sql`, ${key} as sort_value`} ${rows}`;
    // First the keys of the page, then their documents: what is skipped, or sorted and not shown, is not read.
    const { rowKey } = this.#dialect;
    const direction = directionOf(piece);
    const [withKey, withSort] =
      key === undefined ? [nothing, nothing] : [sql`, ${key} as page_key`, sql`, p.page_key as sort_value`];
    const outer = key === undefined ? nothing : sql`p.page_key${direction}, `;
    return sql`select ${columns}${withSort} from (select r.${sql.id(rowKey)} as page_row, r.id as page_id${withKey} ${rows}) as p ${this.#dialect.crossJoin} ${this.#tables.resource} as r where r.tenant_id = ${tenant} and r.type = ${type} and r.${sql.id(rowKey)} = p.page_row order by ${outer}p.page_id${direction}`;
  }
}

/** A piece as a small number, to keep statements by. */
function bitsOf({ part, descending, positioned, deep }: Piece): number {
  const parts = part === 'all' ? 0 : part === 'with' ? 1 : 2;
  return ((parts * 2 + Number(descending)) * 2 + Number(positioned)) * 2 + Number(deep);
}

/** The rows of a piece: everything from `from` on. */
function rowsOf(
  dialect: SqlDialect,
  { from, where }: Source,
  order: Order,
  piece: Piece,
  key: Sql | undefined,
): Sql {
  const { part, descending, positioned, deep } = piece;
  const direction = directionOf(piece);
  const keyset = positioned ? keysetOf(key, descending) : undefined;
  const byId = sql`r.id${direction}`;
  const withKey = order.isUnique ? sql`${key}${direction}` : sql`${key}${direction}, ${byId}`;
  const sorted = key === undefined ? byId : withKey;
  // PostgreSQL takes an offset it does not know for a tenth of all rows, and would plan each time for the one it gets.
  const paging = dialect.limit(limit, deep ? offset : undefined);
  return sql`from ${from} ${order.join(part)} where ${where}${and(partOf(order, part))}${and(keyset)} order by ${sorted} ${paging}`;
}

function directionOf({ descending }: Piece): Sql {
  return descending ? sql` desc` : nothing;
}

const everything: FilterNode = { kind: 'constant', value: true };
const tenant: Sql = slot((args: PieceArguments) => args.tenant);
const type: Sql = slot((args: PieceArguments) => args.type);
const limit: Sql = slot((args: PieceArguments) => args.limit);
const offset: Sql = slot((args: PieceArguments) => args.offset);
const afterId: Sql = slot((args: PieceArguments) => args.afterId);
const afterKey: Sql = slot((args: PieceArguments) =>
  typeof args.afterKey === 'boolean' ? Number(args.afterKey) : args.afterKey,
);

function and(condition: Sql | undefined): Sql {
  return condition === undefined ? nothing : sql` and ${condition}`;
}

function partOf(order: Order, part: Part): Sql | undefined {
  return part === 'all' ? undefined : order.where(part);
}

/** In this form every engine begins at the right place in the index; a row value or a plain `or` makes some read it all. */
function keysetOf(key: Sql | undefined, descending: boolean): Sql {
  const [beyond, reaches] = descending ? [sql`<`, sql`<=`] : [sql`>`, sql`>=`];
  if (key === undefined) return sql`r.id ${beyond} ${afterId}`;
  return sql`${key} ${reaches} ${afterKey} and (${key} ${beyond} ${afterKey} or (${key} = ${afterKey} and r.id ${beyond} ${afterId}))`;
}
