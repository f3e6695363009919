import { type Kysely, sql } from 'kysely';
import type { Engine } from '../dialects/dialect.ts';
import type { Migration, TableOptions } from './migration.ts';
import { migrations } from './migrations.ts';
import { nameTables } from './tables.ts';
import { createVersionTable, recordVersion } from './version-table.ts';

/** Which steps of the schema, and under which names. */
export interface MigrationOptions extends Partial<TableOptions> {
  /** The first step, by its version; the first of all without it. */
  readonly from?: number;
}

/**
 * The steps of the schema as SQL text, for those who review it, or run it with a tool of their own. It makes the same
 * tables as `migrate()`, and records that it has.
 *
 * @param engine - Which database the text is for.
 * @param options - Prefix and schema, as the store has them, and the step to begin with.
 * @returns Statements, each with a semicolon and on lines of its own.
 * @throws TypeError when prefix or schema is no plain name.
 * @example
 * ```ts
 * import { printMigrations } from '@scimkit/sql';
 *
 * console.log(printMigrations('postgres', { schema: 'scim' }));
 * ```
 */
export function printMigrations(engine: Engine, options: MigrationOptions = {}): string {
  return stepsOf(options)
    .map((step) => {
      const statements = statementsOf(engine, step, tableOptions(options));
      return `-- ${step.version}: ${step.name}\n${statements.map((text) => `${text};\n`).join('')}`;
    })
    .join('\n');
}

/** A step as Kysely's `Migrator` takes it. */
export interface KyselyMigration {
  // Of any set of tables: a Kysely of some is assignable to none of others.
  readonly up: (db: Kysely<never>) => Promise<void>;
}

/**
 * The steps of the schema as a `MigrationProvider`, for an application that runs its migrations with Kysely's `Migrator`.
 *
 * @param engine - Which database they are for.
 * @param options - Prefix and schema, as the store has them.
 * @throws TypeError when prefix or schema is no plain name.
 * @example
 * ```ts
 * import { kyselyMigrations } from '@scimkit/sql';
 *
 * const provider = kyselyMigrations('postgres');
 * console.log(Object.keys(await provider.getMigrations()));
 * ```
 */
export function kyselyMigrations(
  engine: Engine,
  options: Partial<TableOptions> = {},
): { readonly getMigrations: () => Promise<Record<string, KyselyMigration>> } {
  const named = tableOptions(options);
  const entries = migrations.map((step): [string, KyselyMigration] => {
    const up = async (db: Kysely<never>): Promise<void> => {
      for (const text of statementsOf(engine, step, named)) await sql.raw(text).execute(db);
    };
    return [`${named.prefix}${String(step.version).padStart(4, '0')}_${step.name}`, { up }];
  });
  return { getMigrations: async () => Object.fromEntries(entries) };
}

function statementsOf(engine: Engine, step: Migration, options: TableOptions): readonly string[] {
  return [
    createVersionTable(engine, options),
    ...step.statements(engine, options),
    recordVersion(engine, options, step),
  ];
}

function stepsOf({ from = 1 }: MigrationOptions): readonly Migration[] {
  return migrations.filter(({ version }) => version >= from);
}

/** @throws TypeError when a name could not stand in a statement. */
function tableOptions({ prefix = 'scim_', schema }: Partial<TableOptions>): TableOptions {
  return nameTables({ prefix, ...(schema === undefined ? {} : { schema }) }).options;
}
