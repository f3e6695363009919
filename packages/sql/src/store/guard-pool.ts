import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { StatementNames } from '../statements/statement-names.ts';
import { guardClient, guardIdle } from './guard-client.ts';
import { withAnswers } from './with-answers.ts';
import { withNames } from './with-names.ts';

/**
 * A pool of node-postgres whose clients do not end the process when the server ends their connections: neither the pool
 * listens while a client is lent, nor Kysely. Those that a statement left without an answer are not lent again.
 *
 * @param names - Names for statements that the server shall plan once; none without it.
 */
export function guardPool(pool: PostgresPool, names = new StatementNames(false)): PostgresPool {
  /** One for each client, because Kysely knows a connection again by it. */
  const naming = new WeakMap<object, PostgresPoolClient>();
  guardIdle(pool);
  return {
    options: pool.options,
    ...(pool.Client === undefined ? {} : { Client: pool.Client }),
    connect: async () => {
      const client = await pool.connect();
      guardClient(client);
      const known = naming.get(client) ?? withNames(withAnswers(client), names);
      naming.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}
