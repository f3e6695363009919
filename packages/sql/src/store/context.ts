import type { Kysely } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { IndexRegistry } from '../keying/index-registry.ts';
import type { OutboxStatements } from '../outbox/outbox-statements.ts';
import type { Tables } from '../schema/tables.ts';
import type { ListStatements } from '../statements/list-statements.ts';
import type { Statements } from '../statements/statements.ts';
import type { Session } from './session.ts';
import type { TenantRegistry } from './tenant-registry.ts';
import type { TypeRegistry } from './type-registry.ts';

/** What the operations of one store share. */
export interface Context {
  readonly db: Kysely<unknown>;
  readonly dialect: SqlDialect;
  /** True when all work shares one connection, so that a transaction keeps everyone else waiting. */
  readonly singleConnection: boolean;
  readonly tables: Tables;
  readonly statements: Statements;
  readonly lists: ListStatements;
  readonly types: TypeRegistry;
  readonly tenants: TenantRegistry;
  readonly indexes: IndexRegistry;
  readonly newId: () => string;
  /** Absent when changes leave no events. */
  readonly outbox?: OutboxStatements;
}

/** One view of a store: its context, and where its statements run. */
export interface View {
  readonly context: Context;
  readonly session: Session;
}
