import type {
  CompiledQuery,
  DatabaseConnection,
  Dialect,
  DialectAdapter,
  Driver,
  Kysely,
  QueryCompiler,
  QueryResult,
} from 'kysely';

/** Runs one statement on the connection. */
export type RunQuery = <Row>(query: CompiledQuery) => Promise<QueryResult<Row>>;

/** The parts of a dialect of Kysely's that depend on the database. */
export interface DialectParts {
  readonly adapter: () => DialectAdapter;
  readonly compiler: () => QueryCompiler;
  readonly introspector: (db: Kysely<unknown>) => ReturnType<Dialect['createIntrospector']>;
}

/**
 * A dialect of Kysely's over one connection with an open transaction. Its own transactions are savepoints: Kysely's
 * drivers would begin one and, in the end, commit the application's (measured: its later rollback did nothing).
 */
export function joinedDialect(run: RunQuery, parts: DialectParts): Dialect {
  return {
    createDriver: () => new JoinedDriver(run),
    createAdapter: parts.adapter,
    createQueryCompiler: parts.compiler,
    createIntrospector: (db) => parts.introspector(db),
  };
}

class JoinedDriver implements Driver {
  readonly #connection: DatabaseConnection & { readonly command: (text: string) => Promise<void> };

  constructor(run: RunQuery) {
    this.#connection = {
      executeQuery: run,
      streamQuery: async function* <Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
        yield await run<Row>(query);
      },
      command: async (text) => {
        await run({ sql: text, parameters: [] } as unknown as CompiledQuery);
      },
    };
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {}

  beginTransaction(): Promise<void> {
    return this.#connection.command('savepoint scim_joined');
  }

  commitTransaction(): Promise<void> {
    return this.#connection.command('release savepoint scim_joined');
  }

  rollbackTransaction(): Promise<void> {
    return this.#connection.command('rollback to savepoint scim_joined');
  }

  async destroy(): Promise<void> {}
}
