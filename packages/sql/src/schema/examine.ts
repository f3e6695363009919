import { StoreError } from '@scimkit/core';
import type { Migration } from './migration.ts';
import { tableNames } from './tables.ts';

/** A step that has been taken, as the database remembers it. */
export interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly key_version: number;
}

/** What the database says about itself. */
export interface SchemaState {
  readonly prefix: string;
  /** Tables whose names begin with the prefix. */
  readonly tables: ReadonlySet<string>;
  readonly applied: readonly AppliedMigration[];
  /** True when tables without a version are those of a migration that did not come to its end. */
  readonly interrupted?: boolean;
}

/**
 * Compares what is there with what should be.
 *
 * @returns The steps that are still to be taken, in order.
 * @throws StoreError `unavailable`, in words, when the tables are a newer release's, somebody else's, or incomplete.
 */
export function pendingMigrations(
  { prefix, tables, applied, interrupted = false }: SchemaState,
  migrations: readonly Migration[],
  keyVersion: number | undefined,
): readonly Migration[] {
  const ours = tableNames.map((name) => `${prefix}${name}`);
  const others = ours.filter((name) => name !== `${prefix}schema_version` && tables.has(name));
  if (applied.length === 0) {
    const [foreign] = others;
    if (foreign === undefined || interrupted) return migrations;
    throw refuse(
      `There is a table ${foreign} already, which this library has not made. Choose another \`prefix\`, or another database.`,
    );
  }
  const latest = migrations.at(-1)?.version ?? 0;
  for (const { version, name } of applied) {
    if (version > latest) {
      throw refuse(
        `The tables ${prefix}* are at schema version ${version}, and this release knows ${latest}: a newer release of @scimkit/sql has made them. Update the package.`,
      );
    }
    const expected = migrations.find((migration) => migration.version === version)?.name;
    if (expected !== name) {
      throw refuse(
        `The tables ${prefix}* are not this library's: their schema version ${version} is called "${name.slice(0, 60)}", not "${expected}".`,
      );
    }
  }
  const done = new Set(applied.map(({ version }) => version));
  const pending = migrations.filter(({ version }) => !done.has(version));
  const missing = pending.length === 0 ? ours.find((name) => !tables.has(name)) : undefined;
  if (missing !== undefined)
    throw refuse(`The table ${missing} is missing: somebody has removed it. Restore a backup.`);
  const keys = applied.find(({ key_version }) => key_version !== keyVersion);
  if (keyVersion !== undefined && keys !== undefined) {
    throw refuse(
      `The keys in the database were made by rule ${keys.key_version}, and this release compares by rule ${keyVersion}: they would not be found. Use the release that made them, or stop all processes and call \`reindex()\` of the store with all resource types.`,
    );
  }
  return pending;
}

function refuse(message: string): StoreError {
  return new StoreError('unavailable', message);
}
