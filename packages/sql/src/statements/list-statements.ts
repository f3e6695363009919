import type { FilterNode, Key, Query, Want } from '@scimkit/core';
import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { FilterArguments } from '../filter/filter-arguments.ts';
import { shapeOf } from '../filter/shape.ts';
import { sourceOf } from '../filter/source.ts';
import type { Tables } from '../schema/tables.ts';
import { keyColumns, type ResourceType } from '../store/resource-type.ts';
import { type Order, orderBy, type Part } from './order.ts';
import { type ResourceRow, resourceColumns, wantBits } from './resource-columns.ts';
import { compileStatement, nothing, type Sql, type Statement, slot } from './statement.ts';

/** A piece of a list: one part of it, in one direction, from somewhere on. */
export interface Piece {
  readonly part: Part;
  /** True for descending order, or for going backwards through an ascending one. */
  readonly descending: boolean;
  /** True when the piece begins after a position, false when it begins after a number of rows. */
  readonly positioned: boolean;
}

/** What a piece of a list is selected with. */
export interface PieceArguments extends FilterArguments {
  readonly limit: number;
  readonly offset: number;
  readonly afterKey: Key | null;
  readonly afterId: Uint8Array;
}

/** A row of a list, with what it is sorted by. */
export interface ListRow extends ResourceRow {
  readonly sort_value?: unknown;
}

/** A filter and an order of one type, whose statements are compiled when they are first needed. */
export interface ListPlan {
  readonly order: Order;
  readonly literals: readonly Key[];
  readonly piece: (piece: Piece, want: Want) => Statement<PieceArguments, ListRow>;
  readonly count: (part: Part) => Statement<FilterArguments, { readonly n: number }>;
}

/** So many statements are kept, the oldest first to go. */
const capacity = 500;

/** Compiles lists, and keeps what it has compiled by the shape of filter and order. */
export class ListStatements {
  readonly #db: Kysely<unknown>;
  readonly #dialect: SqlDialect;
  readonly #tables: Tables;
  readonly #kept = new Map<string, Statement<never, unknown>>();

  constructor(db: Kysely<unknown>, dialect: SqlDialect, tables: Tables) {
    this.#db = db;
    this.#dialect = dialect;
    this.#tables = tables;
  }

  /** Plans a list; `undefined` when it cannot be sorted by this attribute. */
  plan(type: ResourceType, filter: FilterNode | undefined, sort: Query['sort']): ListPlan | undefined {
    const order = orderBy(sort, this.#tables, type);
    if (order === undefined) return undefined;
    const shape = shapeOf(filter ?? everything);
    const name = `${type.number}:${keyColumns.map((column) => type.columns[column]).join()}:${shape.text}`;
    const source = () => sourceOf({ dialect: this.#dialect, tables: this.#tables, type, shape }, filter);
    return {
      order,
      literals: shape.literals,
      piece: (piece, want) => {
        const { part, descending, positioned } = piece;
        const key = `${name}|${order.name}|${part}${descending ? '-' : '+'}${positioned ? '>' : ''}|${wantBits(want)}`;
        return this.#keep(key, () => this.#compilePiece(source(), order, piece, want));
      },
      count: (part) =>
        this.#keep(`${name}|${part === 'all' ? '' : order.name}|${part}|count`, () => {
          const { from, where } = source();
          return sql`select count(*) as n from ${from} ${order.join(part)} where ${where}${and(partOf(order, part))}`;
        }),
    };
  }

  /**
   * First the keys of the page, then their documents: what is skipped, and what is sorted and not shown, is not read.
   */
  #compilePiece(source: ReturnType<typeof sourceOf>, order: Order, piece: Piece, want: Want): Sql {
    const { part, descending, positioned } = piece;
    const direction = descending ? sql` desc` : nothing;
    const withKey = part === 'without' ? undefined : order.key;
    const keyset = positioned ? keysetOf(withKey, descending) : undefined;
    const rowKey = sql.id(this.#dialect.rowKey);
    const selected = sql`r.${rowKey} as page_row, r.id as page_id`;
    const keys = withKey === undefined ? selected : sql`${selected}, ${withKey} as page_key`;
    const sorted =
      withKey === undefined ? sql`r.id${direction}` : sql`${withKey}${direction}, r.id${direction}`;
    const paging = positioned ? sql`limit ${limit}` : sql`limit ${limit} offset ${offset}`;
    const inner = sql`select ${keys} from ${source.from} ${order.join(part)} where ${source.where}${and(partOf(order, part))}${and(keyset)} order by ${sorted} ${paging}`;
    const shown = withKey === undefined ? nothing : sql`, p.page_key as sort_value`;
    const outer =
      withKey === undefined ? sql`p.page_id${direction}` : sql`p.page_key${direction}, p.page_id${direction}`;
    return sql`select ${resourceColumns(this.#dialect, this.#tables, want)}${shown} from (${inner}) as p cross join ${this.#tables.resource} as r where r.tenant_id = ${tenant} and r.type = ${type} and r.${rowKey} = p.page_row order by ${outer}`;
  }

  #keep<Args, Row>(key: string, template: () => Sql): Statement<Args, Row> {
    const known = this.#kept.get(key);
    // A key names the statement completely, so it was compiled from the same template.
    if (known !== undefined) return known as Statement<Args, Row>;
    const compiled = compileStatement<Args, Row>(this.#db, template());
    this.#kept.set(key, compiled as Statement<never, unknown>);
    if (this.#kept.size > capacity) {
      const [oldest] = this.#kept.keys();
      if (oldest !== undefined) this.#kept.delete(oldest);
    }
    return compiled;
  }
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
