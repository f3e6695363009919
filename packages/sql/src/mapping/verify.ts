import type { Kysely } from 'kysely';
import type { Engine } from '../dialects/dialect.ts';
import type { ColumnFact, TableFact } from './facts.ts';
import { isTextual } from './facts.ts';
import type { Child, Join, MappedType, Scalar } from './mapped-type.ts';
import { type IndexFact, normalize, readIndexes } from './read-indexes.ts';

/** Something about the application's tables that does not fit their mapping. */
export interface Finding {
  /** `error`: the store refuses to work. `warning`: it works, but slowly, or refuses some writes. */
  readonly severity: 'error' | 'warning';
  readonly table: string;
  readonly column?: string;
  /** A sentence that says what is wrong and what follows from it. */
  readonly message: string;
  /** What mends it: a statement of SQL, or a change of the mapping. */
  readonly mend?: string;
}

/** Tables and columns that are missing. Without them no statement works. */
export function findMissing(types: readonly MappedType[], joins: readonly Join[]): readonly Finding[] {
  const findings: Finding[] = [];
  const look = (table: string, facts: TableFact, columns: Iterable<string | undefined>): void => {
    if (facts.size === 0) {
      findings.push({ severity: 'error', table, message: `There is no table ${table}.` });
      return;
    }
    for (const column of new Set(columns)) {
      if (column === undefined || facts.has(column)) continue;
      findings.push({
        severity: 'error',
        table,
        column,
        message: `The table ${table} has no column ${column}.`,
        mend: `alter table ${table} add column ${column} …`,
      });
    }
  };
  for (const type of types) {
    look(type.mapping.table, type.facts, columnsOf(type));
    for (const { child, facts } of type.fields.children) {
      const { fk, value, type: kind, primary, order, compare } = child;
      look(child.table, facts, [fk, value, kind, primary, order, compare?.column]);
    }
  }
  for (const { definition, facts } of joins) {
    look(definition.table, facts, [definition.group, definition.member, definition.tenant]);
  }
  return findings;
}

function columnsOf({ mapping, columns, fields }: MappedType): readonly (string | undefined)[] {
  const defaults = typeof mapping.defaults === 'object' ? Object.keys(mapping.defaults) : [];
  const keys = [...fields.scalars, ...fields.singles].map(({ compare }) => compare?.column);
  return [
    mapping.id,
    mapping.tenant,
    mapping.publicId,
    ...columns,
    ...keys,
    ...Object.keys(mapping.where ?? {}),
    ...defaults,
  ];
}

/** Looks at the application's tables through the eyes of their mapping. */
export async function findProblems(
  db: Kysely<unknown>,
  engine: Engine,
  types: readonly MappedType[],
  joins: readonly Join[],
): Promise<readonly Finding[]> {
  const missing = findMissing(types, joins);
  if (missing.length > 0) return missing;
  const findings: Finding[] = [];
  for (const type of types) {
    const indexes = await readIndexes(db, engine, type.mapping.table);
    findings.push(
      ...mandatoryColumns(type),
      ...optionalAttributes(type, engine),
      ...uniqueIndexes(type, indexes),
    );
    for (const child of type.fields.children) findings.push(...(await childIndexes(db, engine, child)));
  }
  for (const join of joins) findings.push(...(await joinIndexes(db, engine, join)));
  return findings;
}

/** Columns that have to have a value, and that nothing gives one. */
function mandatoryColumns({ mapping, fields, facts }: MappedType): readonly Finding[] {
  if (typeof mapping.defaults === 'function' || mapping.rows?.create !== undefined) return [];
  const written = new Set([
    mapping.tenant,
    ...fields.scalars.flatMap(({ column, compare }) => [column, compare?.column]),
    ...fields.computed.flatMap(({ codec }) => codec.columns),
    ...fields.singles.map(({ column }) => column),
    fields.created?.column,
    fields.modified?.column,
    ...Object.keys(mapping.defaults ?? {}),
    typeof mapping.version === 'object' ? mapping.version.column : undefined,
    typeof mapping.rest === 'object' ? mapping.rest.column : undefined,
  ]);
  return [...facts.values()]
    .filter(
      (fact) => !fact.nullable && !fact.filled && !written.has(fact.name) && !fillsItself(mapping, fact),
    )
    .map(({ name }) => ({
      severity: 'warning',
      table: mapping.table,
      column: name,
      message: `${mapping.table}.${name} must have a value and has no default, so no row can be made.`,
      mend: `give it one in \`defaults\` of the mapping, or: alter table ${mapping.table} alter column ${name} set default …`,
    }));
}

/** A key of numbers is the database's, one of text or UUIDs is made by the store. */
function fillsItself({ id, publicId }: MappedType['mapping'], fact: ColumnFact): boolean {
  if (fact.name === id) return true;
  return fact.name === publicId && (isTextual(fact) || fact.dataType === 'uuid');
}

/** Columns that cannot be empty, of attributes that can. */
function optionalAttributes(
  { mapping, fields, facts, name }: MappedType,
  engine: Engine,
): readonly Finding[] {
  const required = (scalar: Pick<Scalar, 'attribute' | 'absent'>) =>
    scalar.attribute.required || scalar.absent !== undefined;
  const optional = [
    ...fields.scalars.filter((scalar) => !required(scalar)),
    ...fields.singles.map((single) => ({ attribute: single.attribute, column: single.column })),
  ];
  return optional
    .filter(({ column }) => facts.get(column)?.nullable === false)
    .map(({ attribute, column }) => ({
      severity: 'warning',
      table: mapping.table,
      column,
      message: `${mapping.table}.${column} cannot be null, so a ${name} without ${attribute.path} is refused.`,
      mend:
        engine === 'sqlite'
          ? `map it with \`absent: ''\``
          : `map it with \`absent: ''\`, or: alter table ${mapping.table} alter column ${column} drop not null`,
    }));
}

/** Without a unique index two requests at the same moment make two rows, and look-ups read the whole table. */
function uniqueIndexes(
  { mapping, fields, model }: MappedType,
  indexes: readonly IndexFact[],
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { attribute, column, compare } of fields.scalars) {
    if (!model.unique.some(({ id }) => id === attribute.id)) continue;
    const name = (compare?.kind === 'binary' ? undefined : compare?.column) ?? column;
    const key = compare?.by === 'lower' ? `lower(${name})` : name;
    const has = indexes.some(
      ({ unique, columns }) =>
        unique &&
        columns.includes(normalize(key)) &&
        columns.every((each) => each === normalize(key) || each === normalize(mapping.tenant)),
    );
    if (has) continue;
    findings.push({
      severity: 'warning',
      table: mapping.table,
      column: name,
      message: `Nothing keeps two rows of an organisation from having the same ${attribute.path}: there is no unique index on (${mapping.tenant}, ${key}) of ${mapping.table}.`,
      mend: `create unique index ${nameOf(mapping.table, name)} on ${mapping.table} (${mapping.tenant}, ${key})`,
    });
  }
  return findings;
}

async function childIndexes(
  db: Kysely<unknown>,
  engine: Engine,
  { child, attribute }: Child,
): Promise<readonly Finding[]> {
  return leading(await readIndexes(db, engine, child.table), child.table, [
    [child.fk, `Reading ${attribute.path} of a resource`],
  ]);
}

async function joinIndexes(
  db: Kysely<unknown>,
  engine: Engine,
  { definition }: Join,
): Promise<readonly Finding[]> {
  const { table, group, member } = definition;
  const indexes = await readIndexes(db, engine, table);
  const pair = new Set([normalize(group), normalize(member)]);
  const isOnce = indexes.some(
    ({ unique, columns }) => unique && columns.length === 2 && columns.every((column) => pair.has(column)),
  );
  const once: readonly Finding[] = isOnce
    ? []
    : [
        {
          severity: 'warning',
          table,
          message: `Nothing keeps a member from being in a group twice: there is no unique index on (${group}, ${member}) of ${table}.`,
          mend: `create unique index ${nameOf(table, 'pair')} on ${table} (${group}, ${member})`,
        },
      ];
  return [
    ...once,
    ...leading(indexes, table, [
      [group, 'Reading the members of a group'],
      [member, 'Reading the groups of a member, and removing one,'],
    ]),
  ];
}

function leading(
  indexes: readonly IndexFact[],
  table: string,
  wanted: readonly (readonly [column: string, work: string])[],
): readonly Finding[] {
  return wanted
    .filter(([column]) => !indexes.some(({ columns }) => columns[0] === normalize(column)))
    .map(([column, work]) => ({
      severity: 'warning',
      table,
      column,
      message: `${work} reads all of ${table}: no index begins with ${column}.`,
      mend: `create index ${nameOf(table, column)} on ${table} (${column})`,
    }));
}

function nameOf(table: string, column: string): string {
  return `${table.replaceAll('.', '_')}_scim_${column}`;
}
