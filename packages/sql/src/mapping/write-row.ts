import { type Draft, type Scope, type StoredDocument, StoreError } from '@scimkit/core';
import { sql } from 'kysely';
import { encodeTime } from './cell.ts';
import type { EngineSql } from './engine-sql.ts';
import { ensureFits } from './ensure-fits.ts';
import { isTextual } from './facts.ts';
import { type LocalId, returnedLocal, toLocal } from './local-id.ts';
import type { MappedType, Time } from './mapped-type.ts';
import type { MappedView, Owner } from './mapped-view.ts';
import type { Properties } from './record.ts';
import { all, executeIn, run } from './run-sql.ts';
import { encodeAll, type Split } from './split-document.ts';

/** The context of a write, for defaults and callbacks. */
export interface Writing {
  readonly scope: Scope;
  readonly owner: Owner;
  readonly document: StoredDocument;
  readonly at: number;
}

/** Makes a row, by the application's own code where it says so. */
export async function insertRow(
  view: MappedView,
  type: MappedType,
  writing: Writing,
  split: Split,
  id: Draft['id'],
): Promise<LocalId> {
  const { mapping } = type;
  ensureFits(type, split);
  const values = valuesOfNew(view, type, writing, split, id);
  const create = mapping.rows?.create;
  if (create === undefined) return insert(view, type, values);
  return toLocal(type, await create(values, callbackContext(view, writing)));
}

function valuesOfNew(
  view: MappedView,
  type: MappedType,
  { scope, owner, document, at }: Writing,
  split: Split,
  id: Draft['id'],
): Properties {
  const { mapping, fields } = type;
  const { engine } = view.schema;
  const defaults =
    typeof mapping.defaults === 'function' ? mapping.defaults(scope, document) : mapping.defaults;
  const values: Properties = {
    ...encodeAll(type, engine, defaults ?? {}),
    ...split.values,
    ...timeCells(view, type, fields.created, at),
    ...timeCells(view, type, fields.modified, at),
    ...restCells(type, split),
    [mapping.tenant]: owner.org,
  };
  if (typeof mapping.version === 'object') values[mapping.version.column] ??= 1;
  const { publicId } = mapping;
  if (id !== undefined && publicId !== undefined) values[publicId] = id;
  for (const column of [mapping.id, publicId]) {
    if (column !== undefined && values[column] === undefined && needsId(type, engine, column)) {
      values[column] = view.context.newId();
    }
  }
  return values;
}

/**
 * A key of text or UUIDs that the database does not fill in gets one of our ids; numbers are the database's affair. Where
 * an insert does not return what it has filled in, all such keys are ours.
 */
function needsId({ facts }: MappedType, { returns }: EngineSql, column: string): boolean {
  const fact = facts.get(column);
  if (fact === undefined || (fact.filled && returns === 'returning')) return false;
  return isTextual(fact) || fact.dataType === 'uuid';
}

function timeCells(view: MappedView, type: MappedType, time: Time | undefined, at: number): Properties {
  if (time === undefined) return {};
  return { [time.column]: encodeTime(at, type.facts.get(time.column), time.unit, view.schema.engine) };
}

/** What has no column, where it is kept in a JSON column of the application's. */
function restCells({ mapping }: MappedType, { rest, parts }: Split): Properties {
  return typeof mapping.rest === 'object' ? { [mapping.rest.column]: JSON.stringify({ rest, parts }) } : {};
}

async function insert(view: MappedView, type: MappedType, values: Properties): Promise<LocalId> {
  const { engine } = view.schema;
  const names = Object.keys(values);
  const into = sql`insert into ${type.table} (${sql.join(names.map((name) => sql.id(name)))}) values (${sql.join(names.map((name) => values[name]))})`;
  type Made = { readonly lid: unknown };
  if (engine.returns === 'returning') {
    const [row] = await all<Made>(view, sql`${into} returning ${returnedLocal(engine, type)} as lid`);
    if (row !== undefined) return toLocal(type, row.lid);
  } else {
    await run(view, into);
    const given = values[type.mapping.id];
    if (given !== undefined && given !== null) return toLocal(type, given);
    const [row] = await all<Made>(view, sql`select ${engine.text(sql`last_insert_id()`)} as lid`);
    if (row !== undefined) return toLocal(type, row.lid);
  }
  throw new StoreError('unavailable', `The insert into ${type.mapping.table} gave no row back.`);
}

/** What differs between two documents in columns. An attribute that stays as it is leaves its columns alone, whatever they hold. */
export function changedCells(before: Split, after: Split, type: MappedType): Properties {
  const old: Properties = { ...before.cleared, ...before.values };
  const fresh: Properties = { ...after.cleared, ...after.values };
  const changed: Properties = {};
  for (const [column, value] of Object.entries(fresh)) {
    if (!isSame(value, old[column])) changed[column] = value;
  }
  const [kept, wanted] = [restCells(type, before), restCells(type, after)];
  for (const [column, value] of Object.entries(wanted)) if (kept[column] !== value) changed[column] = value;
  return changed;
}

function isSame(left: unknown, right: unknown): boolean {
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  return left === right;
}

/** Changes columns of a row. Its time of change and its version move with them. */
export async function updateRow(
  view: MappedView,
  type: MappedType,
  writing: Writing,
  local: LocalId,
  patch: Properties,
): Promise<void> {
  const { mapping, fields } = type;
  const values = { ...patch, ...timeCells(view, type, fields.modified, writing.at) };
  const isCounted = typeof mapping.version === 'object';
  if (Object.keys(values).length === 0 && !isCounted) return;
  const update = mapping.rows?.update;
  if (update !== undefined) await update(local, values, callbackContext(view, writing));
  else await set(view, type, local, writing.owner, values);
  if (isCounted) await count(view, type, local, writing.owner);
}

async function set(
  view: MappedView,
  type: MappedType,
  local: LocalId,
  owner: Owner,
  values: Properties,
): Promise<void> {
  const assignments = Object.entries(values).map(([column, value]) => sql`${sql.id(column)} = ${value}`);
  if (assignments.length === 0) return;
  await run(view, sql`update ${type.table} set ${sql.join(assignments)} where ${ofRow(type, local, owner)}`);
}

/** The version column moves by one. */
async function count(view: MappedView, type: MappedType, local: LocalId, owner: Owner): Promise<void> {
  const { version } = type.mapping;
  if (typeof version !== 'object') return;
  const column = sql.id(version.column);
  await run(
    view,
    sql`update ${type.table} set ${column} = coalesce(${column}, 0) + 1 where ${ofRow(type, local, owner)}`,
  );
}

/** One row of the organisation. */
export function ofRow({ mapping }: MappedType, local: LocalId, { org }: Owner) {
  return sql`${sql.id(mapping.tenant)} = ${org} and ${sql.id(mapping.id)} = ${local}`;
}

/** What callbacks get. */
export function callbackContext(view: MappedView, { scope, document, at }: Writing) {
  return { scope, document, at, execute: executeIn(view.session) };
}
