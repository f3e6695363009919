import type { Engine, SqlDialect } from './dialect.ts';
import { mariadb, mysql } from './mysql.ts';
import { postgres } from './postgres.ts';
import { sqlite } from './sqlite.ts';

/** The dialects by their engines. */
export const dialects: Readonly<Record<Engine, SqlDialect>> = { sqlite, postgres, mysql, mariadb };
