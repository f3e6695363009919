import { tables } from './001-tables.ts';
import { index } from './002-index.ts';
import { events } from './003-events.ts';
import type { Migration } from './migration.ts';

/**
 * All steps of the schema, in order. Within a major version a step only adds, so that processes of the release before
 * go on working while a deployment is under way.
 */
export const migrations: readonly Migration[] = [tables, index, events];
