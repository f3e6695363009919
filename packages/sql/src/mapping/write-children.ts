import { toKey } from '@scimkit/core';
import { sql } from 'kysely';
import { encodeCell } from './cell.ts';
import type { LocalId } from './local-id.ts';
import type { Child, MappedType } from './mapped-type.ts';
import type { MappedView } from './mapped-view.ts';
import type { Properties } from './record.ts';
import { run } from './run-sql.ts';
import type { Split } from './split-document.ts';
import { encodeAll } from './split-document.ts';
import type { ChildRow } from './split-list.ts';

/** Brings the rows of child tables from one document to another. Rows that stay keep what the application has in them. */
export async function writeChildren(
  view: MappedView,
  type: MappedType,
  local: LocalId,
  before: Split | undefined,
  after: Split,
): Promise<void> {
  for (const child of type.fields.children) {
    const { path } = child.attribute;
    const old = new Map((before?.children.get(path) ?? []).map((row) => [row.value, row]));
    for (const row of after.children.get(path) ?? []) {
      const there = old.get(row.value);
      old.delete(row.value);
      if (there === undefined) await insertChild(view, child, local, row);
      else if (there.type !== row.type || there.primary !== row.primary)
        await updateChild(view, child, local, row);
    }
    for (const { value } of old.values()) {
      await run(view, sql`delete from ${child.table} where ${ofChild(child, local, value)}`);
    }
  }
}

/** Removes all rows of child tables. */
export async function removeChildren(view: MappedView, type: MappedType, local: LocalId): Promise<void> {
  for (const { child, table } of type.fields.children) {
    await run(view, sql`delete from ${table} where ${sql.id(child.fk)} = ${local}`);
  }
}

function ofChild({ child }: Child, local: LocalId, value: string) {
  return sql`${sql.id(child.fk)} = ${local} and ${sql.id(child.value)} = ${value}`;
}

async function insertChild(view: MappedView, child: Child, local: LocalId, row: ChildRow): Promise<void> {
  const values: Properties = {
    ...encodeAll({ facts: child.facts }, view.schema.engine, child.child.defaults ?? {}),
    [child.child.fk]: local,
    [child.child.value]: row.value,
    ...keyCell(child, row.value),
    ...detailsOf(view, child, row),
  };
  const names = Object.keys(values);
  await run(
    view,
    sql`insert into ${child.table} (${sql.join(names.map((name) => sql.id(name)))}) values (${sql.join(names.map((name) => values[name]))})`,
  );
}

async function updateChild(view: MappedView, child: Child, local: LocalId, row: ChildRow): Promise<void> {
  const assignments = Object.entries(detailsOf(view, child, row)).map(
    ([column, value]) => sql`${sql.id(column)} = ${value}`,
  );
  if (assignments.length === 0) return;
  await run(
    view,
    sql`update ${child.table} set ${sql.join(assignments)} where ${ofChild(child, local, row.value)}`,
  );
}

function detailsOf(view: MappedView, { child, facts }: Child, row: ChildRow): Properties {
  const { engine } = view.schema;
  return {
    ...(child.type === undefined ? {} : { [child.type]: row.type }),
    ...(child.primary === undefined
      ? {}
      : { [child.primary]: encodeCell(row.primary, facts.get(child.primary), engine) }),
  };
}

function keyCell({ child, attribute }: Child, value: string): Properties {
  const column = child.compare?.kind === 'key' ? child.compare.column : undefined;
  const part = attribute.byName.get('value');
  return column === undefined || part === undefined ? {} : { [column]: toKey(value, part) ?? null };
}
