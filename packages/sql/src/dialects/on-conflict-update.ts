import { sql } from 'kysely';
import type { Sql } from '../statements/statement.ts';

/** What PostgreSQL and SQLite say to an `insert` that shall change the row that is there already. */
export function onConflictUpdate(key: readonly string[], columns: readonly string[]): Sql {
  const set = columns.map((column) => sql`${sql.id(column)} = excluded.${sql.id(column)}`);
  return sql`on conflict (${sql.join(key.map((column) => sql.id(column)))}) do update set ${sql.join(set)}`;
}
