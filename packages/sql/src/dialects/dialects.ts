import type { Engine, SqlDialect } from './dialect.ts';
import { sqlite } from './sqlite.ts';

/** The dialects by their engines. */
export const dialects: Readonly<Record<Engine, SqlDialect>> = { sqlite };
