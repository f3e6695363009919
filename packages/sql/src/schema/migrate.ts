import { KEY_VERSION, StoreError } from '@scimkit/core';
import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import { compileStatement, slot } from '../statements/statement.ts';
import type { Session } from '../store/session.ts';
import { type AppliedMigration, pendingMigrations } from './examine.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './tables.ts';

/** What {@link SchemaKeeper} works on. */
export interface SchemaOptions {
  readonly db: Kysely<unknown>;
  readonly dialect: SqlDialect;
  readonly tables: Tables;
  readonly session: Session;
}

/** What a migration did. */
export interface MigrationResult {
  /** The schema version the tables are at now. */
  readonly version: number;
  /** The steps that were taken, by name; none when there was nothing to do. */
  readonly applied: readonly string[];
}

interface Step extends AppliedMigration {
  readonly at: number;
}

/**
 * Makes the tables, or brings them up to date. It is one transaction, so of several processes that start together one
 * does the work and the others find it done.
 */
export function migrate(options: SchemaOptions): Promise<MigrationResult> {
  const { db, dialect, tables, session } = options;
  const { engine } = dialect;
  const prepared = statements(options);
  return session.atomic(async (inside) => {
    await inside.run(prepared.create, undefined);
    // Where the transaction began without the right to write, it is taken before anything is read.
    if (prepared.lock !== undefined) await inside.run(prepared.lock, undefined);
    const pending = await examine(options, inside);
    for (const { version, name, statements: make } of pending) {
      for (const text of make(engine, { prefix: tables.prefix })) {
        await inside.run(compileStatement<undefined, unknown>(db, sql.raw(text)), undefined);
      }
      await inside.run(prepared.record, { version, name, key_version: KEY_VERSION, at: Date.now() });
    }
    return { version: migrations.at(-1)?.version ?? 0, applied: pending.map(({ name }) => name) };
  });
}

/**
 * Looks whether the tables are those of this release.
 *
 * @throws StoreError `unavailable`, with a sentence that says what to do, when they are not.
 */
export async function check(options: SchemaOptions): Promise<void> {
  const pending = await examine(options, options.session);
  if (pending.length === 0) return;
  const message =
    pending.length === migrations.length
      ? 'The database has no tables of this library yet: call `migrate()` of the store once before it is used.'
      : `The tables are of an older release (${pending.map(({ name }) => name).join(', ')} to come): call \`migrate()\` of the store.`;
  throw new StoreError('unavailable', message);
}

async function examine(options: SchemaOptions, session: Session) {
  const { prefix } = options.tables;
  const prepared = statements(options);
  const names = (await session.all(prepared.existing, undefined)).map(({ name }) => name);
  const tables = new Set(names);
  const applied = tables.has(`${prefix}schema_version`)
    ? await appliedSteps(prepared.applied, session, prefix)
    : [];
  return pendingMigrations({ prefix, tables, applied }, migrations, KEY_VERSION);
}

async function appliedSteps(
  statement: ReturnType<typeof statements>['applied'],
  session: Session,
  prefix: string,
): Promise<readonly AppliedMigration[]> {
  try {
    return (await session.all(statement, undefined)).map((row) => ({
      version: Number(row.version),
      name: row.name,
      key_version: Number(row.key_version),
    }));
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'busy') throw cause;
    throw new StoreError('unavailable', `The table ${prefix}schema_version is not this library's.`, {
      cause,
    });
  }
}

function statements({ db, dialect, tables }: SchemaOptions) {
  const { schema_version: table, prefix } = tables;
  const lock = dialect.lockDatabase?.(table);
  return {
    create: compileStatement<undefined, unknown>(
      db,
      sql`create table if not exists ${table} (version integer primary key, name text not null, key_version integer not null, applied_at integer not null)`,
    ),
    lock: lock === undefined ? undefined : compileStatement<undefined, unknown>(db, lock),
    existing: compileStatement<undefined, { readonly name: string }>(db, dialect.existingTables(prefix)),
    applied: compileStatement<undefined, AppliedMigration>(
      db,
      sql`select version, name, key_version from ${table} order by version`,
    ),
    record: compileStatement<Step, unknown>(
      db,
      sql`insert into ${table} (version, name, key_version, applied_at) values (${slot((a: Step) => a.version)}, ${slot((a: Step) => a.name)}, ${slot((a: Step) => a.key_version)}, ${slot((a: Step) => a.at)})`,
    ),
  };
}
