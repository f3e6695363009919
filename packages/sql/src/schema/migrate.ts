import { KEY_VERSION, StoreError } from '@scimkit/core';
import { type Kysely, sql } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import { compileStatement, type Statement } from '../statements/statement.ts';
import type { Session } from '../store/session.ts';
import { type AppliedMigration, pendingMigrations } from './examine.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './tables.ts';
import { createVersionTable, recordVersion } from './version-table.ts';

/** What migrations work on. */
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

/**
 * Makes the tables, or brings them up to date. Of several processes that start together one does the work and the others
 * find it done. It is one transaction, where the database can undo the making of a table; elsewhere it begins again
 * where it was interrupted.
 */
export function migrate(options: SchemaOptions): Promise<MigrationResult> {
  const { dialect, tables, session } = options;
  const { migrating } = dialect;
  const prepared = statements(options);
  return session.atomic(async (inside) => {
    if (prepared.begin === undefined) {
      await inside.run(prepared.create, undefined);
      // Where the transaction began without the right to write, it is taken before anything is read.
      if (prepared.lock !== undefined) await inside.run(prepared.lock, undefined);
    } else if (Number((await inside.first(prepared.begin, undefined))?.locked) !== 1) {
      throw new StoreError('busy', 'Another process has been migrating the database for a minute.');
    }
    try {
      const pending = await examine(options, inside);
      if (pending.length > 0) await inside.run(prepared.create, undefined);
      for (const step of pending) {
        const texts = step.statements(dialect.engine, tables.options);
        for (const text of [...texts, recordVersion(dialect.engine, tables.options, step)]) {
          await inside.run(rawStatement(options.db, text), undefined);
        }
      }
      if (!migrating.transactional) await inside.run(prepared.commit, undefined);
      return { version: migrations.at(-1)?.version ?? 0, applied: pending.map(({ name }) => name) };
    } finally {
      if (prepared.end !== undefined) await inside.all(prepared.end, undefined);
    }
  });
}

/**
 * Looks whether the tables are those of this release, and the database is set in a way that loses nothing.
 *
 * @param how - `anyKeys` also where keys were made by another rule, which a reindex is about to change.
 * @throws StoreError `unavailable`, with a sentence that says what to do, when they are not.
 */
export async function check(options: SchemaOptions, { anyKeys = false } = {}): Promise<void> {
  const pending = await examine(options, options.session, anyKeys);
  if (pending.length === 0) return;
  const message =
    pending.length === migrations.length
      ? 'The database has no tables of this library yet: call `migrate()` of the store once before it is used.'
      : `The tables are of an older release (${pending.map(({ name }) => name).join(', ')} to come): call \`migrate()\` of the store.`;
  throw new StoreError('unavailable', message);
}

async function examine(options: SchemaOptions, session: Session, anyKeys = false) {
  const { prefix } = options.tables.options;
  const { migrating } = options.dialect;
  const prepared = statements(options);
  if (prepared.settings !== undefined) {
    for (const { name, value } of await session.all(prepared.settings, undefined)) {
      const words = migrating.refuse?.(name, value);
      if (words !== undefined) throw new StoreError('unavailable', words);
    }
  }
  const names = (await session.all(prepared.existing, undefined)).map(({ name }) => name);
  const tables = new Set(names);
  const isVersioned = tables.has(`${prefix}schema_version`);
  const applied = isVersioned ? await appliedSteps(prepared.applied, session, prefix) : [];
  const interrupted = isVersioned && !migrating.transactional;
  const keyVersion = anyKeys ? undefined : KEY_VERSION;
  return pendingMigrations({ prefix, tables, applied, interrupted }, migrations, keyVersion);
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

interface Setting {
  readonly name: string;
  readonly value: string;
}

function statements({ db, dialect, tables }: SchemaOptions) {
  const { schema_version: table, options } = tables;
  const { migrating, engine } = dialect;
  const lock = dialect.lockDatabase?.(table);
  const name = `${options.schema ?? ''}.${options.prefix}migrate`;
  const begin = migrating.begin?.(name);
  const end = migrating.end?.(name);
  return {
    begin:
      begin === undefined
        ? undefined
        : compileStatement<undefined, { readonly locked: number | null }>(db, begin),
    end: end === undefined ? undefined : compileStatement<undefined, unknown>(db, end),
    commit: rawStatement(db, 'commit'),
    create: rawStatement(db, createVersionTable(engine, options)),
    lock: lock === undefined ? undefined : compileStatement<undefined, unknown>(db, lock),
    settings:
      migrating.settings === undefined
        ? undefined
        : compileStatement<undefined, Setting>(db, migrating.settings),
    existing: compileStatement<undefined, { readonly name: string }>(
      db,
      migrating.existingTables(options.prefix, options.schema),
    ),
    applied: compileStatement<undefined, AppliedMigration>(
      db,
      sql`select version, name, key_version from ${table} order by version`,
    ),
  };
}

function rawStatement(db: Kysely<unknown>, text: string): Statement<undefined, unknown> {
  return compileStatement<undefined, unknown>(db, sql.raw(text));
}
