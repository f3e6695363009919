import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { compileStatement, type Statement } from './statement.ts';
import { growing, type TableSize } from './statement-names.ts';

/** How large the tables are that grow. A table that is not there has no size. */
export function sizesOf(db: Kysely<unknown>, { options }: Tables): Statement<undefined, TableSize> {
  const { prefix, schema } = options;
  const sizes = growing.map((name) => {
    const table = `${schema === undefined ? '' : `"${schema}".`}"${prefix}${name}"`;
    return sql`select ${sql.lit(name)} as name, pg_relation_size(to_regclass(${sql.lit(table)})) / current_setting('block_size')::bigint as pages`;
  });
  return compileStatement(db, sql`${sql.join(sizes, sql` union all `)}`);
}
