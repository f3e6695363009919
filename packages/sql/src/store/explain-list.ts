import type { Query, Scope, TypeName } from '@scimkit/core';
import { type CompiledQuery, type Kysely, sql } from 'kysely';
import type { Explanation } from '../options.ts';
import type { View } from './context.ts';
import { planList } from './list-plan.ts';
import { partsOf } from './list-resources.ts';

type PlanLine = Readonly<Record<string, unknown>>;

/** Shows the statements of a list, and how the database would run them. */
export async function explainList(
  view: View,
  scope: Scope,
  type: TypeName,
  { filter, sort, page, want }: Query,
): Promise<readonly Explanation[]> {
  const asked = {
    want,
    ...(filter === undefined ? {} : { filter }),
    ...(sort === undefined ? {} : { sort }),
  };
  const list = await planList(view, scope, type, asked);
  if (list === undefined) return [];
  const descending = sort?.descending ?? false;
  const positioned = page.kind === 'cursor' && page.after !== undefined;
  const offset = page.kind === 'index' ? page.offset : 0;
  const { db, dialect } = view.context;
  const explained: Explanation[] = [];
  for (const part of partsOf(list, descending)) {
    const statement = list.plan.piece({ part, descending, positioned, deep: offset > 0 }, want);
    const bound = statement.bind({ ...list.from, limit: page.limit, offset });
    const rows = await explain(db, { ...bound, sql: dialect.explain.statement(bound.sql) });
    explained.push({ text: statement.text, plan: rows.map(dialect.explain.line) });
  }
  return explained;
}

async function explain(
  db: Kysely<unknown>,
  query: Omit<CompiledQuery, 'query'>,
): Promise<readonly PlanLine[]> {
  const template = sql<PlanLine>`select 1`.compile(db);
  return (await db.executeQuery<PlanLine>({ ...template, sql: query.sql, parameters: query.parameters }))
    .rows;
}
