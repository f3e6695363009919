import type { Ddl, Kind } from './ddl.ts';
import type { ColumnFact, TableFact } from './facts.ts';
import type { Finding } from './finding.ts';
import type { Child, Join, MappedType } from './mapped-type.ts';

/** Tables and columns that are missing. Without them no statement works. */
export function findMissing(
  types: readonly MappedType[],
  joins: readonly Join[],
  ddl: Ddl,
): readonly Finding[] {
  const findings: Finding[] = [];
  const ids = new Map(types.map((type) => [type.name, type.facts.get(type.mapping.id)]));
  for (const type of types) {
    const { table, id } = type.mapping;
    findings.push(...missing(table, type.facts, kindsOf(type), ddl, { numbered: id }));
    for (const child of type.fields.children) {
      const like = new Map([[child.child.fk, ids.get(type.name)]]);
      findings.push(...missing(child.child.table, child.facts, kindsOfChild(child), ddl, { like }));
    }
  }
  const [first] = types;
  for (const { definition, facts, groupType, memberType } of joins) {
    const { table, group, member, tenant, defaults = {} } = definition;
    const kinds = new Map<string, Kind>([
      [group, 'id'],
      [member, 'id'],
    ]);
    if (tenant !== undefined) kinds.set(tenant, 'number');
    for (const [column, value] of Object.entries(defaults)) kinds.set(column, kindOf(value));
    const like = new Map([
      [group, ids.get(groupType)],
      [member, ids.get(memberType)],
    ]);
    if (tenant !== undefined) like.set(tenant, first?.facts.get(first.mapping.tenant));
    findings.push(...missing(table, facts, kinds, ddl, { like, primaryKey: [group, member] }));
  }
  return findings;
}

interface Known {
  /** The column that the database numbers. */
  readonly numbered?: string;
  /** Columns that refer to others, and have their types. */
  readonly like?: ReadonlyMap<string, ColumnFact | undefined>;
  readonly primaryKey?: readonly string[];
}

function missing(
  table: string,
  facts: TableFact,
  kinds: ReadonlyMap<string, Kind>,
  ddl: Ddl,
  { numbered, like, primaryKey }: Known,
): readonly Finding[] {
  const typeOf = (column: string, kind: Kind): string => {
    const other = like?.get(column);
    return other === undefined ? ddl.type(kind) : ddl.like(other);
  };
  if (facts.size === 0) {
    const columns = new Map(
      Array.from(kinds, ([column, kind]) => [
        column,
        column === numbered ? ddl.numbered : typeOf(column, kind),
      ]),
    );
    const message = `There is no table ${table}.`;
    return [{ severity: 'error', table, message, ddl: ddl.createTable(table, columns, primaryKey) }];
  }
  return Array.from(kinds)
    .filter(([column]) => !facts.has(column))
    .map(([column, kind]) => ({
      severity: 'error',
      table,
      column,
      message: `The table ${table} has no column ${column}.`,
      ddl: ddl.addColumn(table, column, typeOf(column, kind)),
    }));
}

/** The columns that the mapping of a type names, and what they would hold. */
function kindsOf({ mapping, fields, columns }: MappedType): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>([
    [mapping.id, 'id'],
    [mapping.tenant, 'number'],
  ]);
  if (mapping.publicId !== undefined) kinds.set(mapping.publicId, 'key');
  for (const { attribute, column, compare } of [...fields.scalars, ...fields.singles]) {
    kinds.set(column, kindOfAttribute(attribute.type));
    if (compare?.column !== undefined) kinds.set(compare.column, compare.kind === 'key' ? 'key' : 'text');
  }
  for (const time of [fields.created, fields.modified]) {
    if (time !== undefined) kinds.set(time.column, time.exact ? 'milliseconds' : 'time');
  }
  if (typeof mapping.version === 'object') kinds.set(mapping.version.column, 'number');
  if (typeof mapping.rest === 'object') kinds.set(mapping.rest.column, 'json');
  const defaults = typeof mapping.defaults === 'object' ? mapping.defaults : {};
  for (const [column, value] of Object.entries({ ...defaults, ...mapping.where })) {
    if (!kinds.has(column)) kinds.set(column, kindOf(value));
  }
  for (const column of columns) if (!kinds.has(column)) kinds.set(column, 'text');
  return kinds;
}

function kindsOfChild({ child }: Child): ReadonlyMap<string, Kind> {
  const { fk, value, type, primary, order, compare, defaults = {} } = child;
  const kinds = new Map<string, Kind>([
    [fk, 'id'],
    [value, 'text'],
  ]);
  if (type !== undefined) kinds.set(type, 'text');
  if (primary !== undefined) kinds.set(primary, 'boolean');
  if (order !== undefined) kinds.set(order, 'number');
  if (compare?.column !== undefined) kinds.set(compare.column, compare.kind === 'key' ? 'key' : 'text');
  for (const [column, given] of Object.entries(defaults)) kinds.set(column, kindOf(given));
  return kinds;
}

function kindOfAttribute(type: string): Kind {
  if (type === 'boolean') return 'boolean';
  return type === 'integer' || type === 'decimal' ? 'number' : 'text';
}

/** What a column holds that the mapping gives a value. Null is what a deletion's time is where there is none. */
function kindOf(value: unknown): Kind {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  return value === null || value instanceof Date ? 'time' : 'text';
}
