import type { Query, Scope, TypeName } from '@scimkit/core';
import { type CompiledQuery, type Kysely, sql } from 'kysely';
import type { Explanation } from '../options.ts';
import type { View } from './context.ts';
import { planList } from './list-plan.ts';
import { partsOf } from './list-resources.ts';

interface PlanLine {
  readonly detail: string;
}

/** Shows the first statement of a list, and how the database would run it. */
export async function explainList(
  view: View,
  scope: Scope,
  type: TypeName,
  query: Query,
): Promise<Explanation | undefined> {
  const list = await planList(view, scope, type, query);
  if (list === undefined) return undefined;
  const descending = query.sort?.descending ?? false;
  const [part = 'all'] = partsOf(list, descending);
  const positioned = query.page.kind === 'cursor' && query.page.after !== undefined;
  const offset = query.page.kind === 'index' ? query.page.offset : 0;
  const statement = list.plan.piece({ part, descending, positioned, deep: offset > 0 }, query.want);
  const bound = statement.bind({ ...list.from, limit: query.page.limit, offset });
  const { db, dialect } = view.context;
  const rows = await explain(db, { ...bound, sql: dialect.explain(bound.sql) });
  return { text: statement.text, plan: rows.map(({ detail }) => detail) };
}

async function explain(
  db: Kysely<unknown>,
  query: Omit<CompiledQuery, 'query'>,
): Promise<readonly PlanLine[]> {
  const template = sql<PlanLine>`select 1`.compile(db);
  return (await db.executeQuery<PlanLine>({ ...template, sql: query.sql, parameters: query.parameters }))
    .rows;
}
