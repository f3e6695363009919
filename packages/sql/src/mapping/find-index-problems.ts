import type { Ddl } from './ddl.ts';
import { isInteger } from './facts.ts';
import { type Finding, warning } from './finding.ts';
import type { Child, MappedType, Scalar, Single } from './mapped-type.ts';
import type { AnyCompare } from './mapping.ts';
import { type IndexFact, normalize } from './read-indexes.ts';
import type { Look } from './reference-condition.ts';
import { ordersAlike } from './roster.ts';

type Indexes = readonly IndexFact[];

/** What a type's statements look for, and no index leads to. */
export function findIndexProblems(type: MappedType, indexes: Indexes, ddl: Ddl): readonly Finding[] {
  return [
    ...publicIds(type, indexes, ddl),
    ...type.fields.scalars.flatMap((scalar) => scalarIndex(type, scalar, indexes, ddl)),
    ...type.fields.singles.flatMap((single) => lookUp(type, single, indexes, ddl)),
  ];
}

/** Ids are looked for in every request, and rows of the organisation in every list. */
function publicIds({ mapping }: MappedType, indexes: Indexes, ddl: Ddl): readonly Finding[] {
  const { table, publicId, tenant } = mapping;
  if (publicId === undefined) return [];
  const allowed = new Set([normalize(publicId), normalize(tenant)]);
  const isUnique = indexes.some(
    ({ unique, columns }) =>
      unique && columns.includes(normalize(publicId)) && columns.every((column) => allowed.has(column)),
  );
  const findings: Finding[] = [];
  const parts = [tenant, publicId].map((column) => ddl.name(column));
  if (!isUnique) {
    findings.push(
      warning(
        { table, column: publicId },
        `Nothing keeps two rows from having the same id: there is no unique index on ${publicId} of ${table}.`,
        { ddl: ddl.createIndex(table, publicId, parts, true) },
      ),
    );
  } else if (!indexes.some(({ columns }) => columns[0] === normalize(tenant))) {
    findings.push(
      warning({ table, column: tenant }, `A list reads all of ${table}: no index begins with ${tenant}.`, {
        ddl: ddl.createIndex(table, tenant, parts),
      }),
    );
  }
  return findings;
}

/** The column, or what is made of it, as it is compared. */
function comparedBy(column: string, compare: AnyCompare | undefined) {
  const name = (compare?.kind === 'binary' ? undefined : compare?.column) ?? column;
  return { name, isLower: compare?.by === 'lower' };
}

function scalarIndex(type: MappedType, scalar: Scalar, indexes: Indexes, ddl: Ddl): readonly Finding[] {
  const isUnique = type.model.unique.some(({ id }) => id === scalar.attribute.id);
  return isUnique ? uniqueIndex(type, scalar, indexes, ddl) : lookUp(type, scalar, indexes, ddl);
}

/** Without a unique index two requests at the same moment make two rows, and look-ups read the whole table. */
function uniqueIndex(
  { mapping }: MappedType,
  { attribute, column, compare }: Scalar,
  indexes: Indexes,
  ddl: Ddl,
): readonly Finding[] {
  const { table, tenant } = mapping;
  const where = conditionsOf(mapping.where, ddl);
  const { name, isLower } = comparedBy(column, compare);
  const key = normalize(isLower ? `lower(${name})` : name);
  const has = indexes.some(
    ({ unique, partial, columns }) =>
      unique &&
      (!partial || where !== '') &&
      columns.includes(key) &&
      columns.every((each) => each === key || each === normalize(tenant)),
  );
  if (has) return [];
  const what = `there is no unique index on (${tenant}, ${isLower ? `lower(${name})` : name}) of ${table}`;
  const part = isLower ? ddl.lower(name) : ddl.name(name);
  const advice = `This database has no indexes of expressions: give ${name} a collation that ignores letter case, and leave \`by\` out.`;
  return [
    warning(
      { table, column: name },
      `Nothing keeps two rows of an organisation from having the same ${attribute.path}: ${what}.`,
      part === undefined
        ? { advice }
        : { ddl: ddl.createIndex(table, name, [ddl.name(tenant), part], true, where) },
    ),
  ];
}

/** An attribute that filters may leave to the database. */
function lookUp(
  { mapping }: MappedType,
  { attribute, column, compare }: Scalar | Single,
  indexes: Indexes,
  ddl: Ddl,
): readonly Finding[] {
  if (compare === undefined) return [];
  const { table, tenant } = mapping;
  const { name, isLower } = comparedBy(column, compare);
  const key = normalize(isLower ? `lower(${name})` : name);
  const has = indexes.some(
    ({ columns }) => columns[0] === key || (columns[0] === normalize(tenant) && columns[1] === key),
  );
  const part = isLower ? ddl.lower(name) : ddl.name(name);
  if (has || part === undefined) return [];
  return [
    warning(
      { table, column: name },
      `Looking for ${attribute.path} reads all rows of an organisation: no index of ${table} leads to ${isLower ? `lower(${name})` : name}.`,
      { ddl: ddl.createIndex(table, name, [ddl.name(tenant), part]) },
    ),
  ];
}

/** The condition of an index on the rows that exist; databases of MySQL's kind have no such indexes. */
function conditionsOf(where: MappedType['mapping']['where'], ddl: Ddl): string {
  if (ddl.engine === 'mysql' || ddl.engine === 'mariadb') return '';
  const conditions = Object.entries(where ?? {}).map(([column, value]) => {
    const name = ddl.name(column);
    if (value === null || value === undefined) return `${name} is null`;
    if (typeof value === 'boolean')
      return ddl.engine === 'postgres' ? `${name} = ${value}` : `${name} = ${Number(value)}`;
    return `${name} = ${typeof value === 'number' ? value : `'${String(value).replaceAll("'", "''")}'`}`;
  });
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}

/** A child table is read by its owner, and searched by its values. */
export function findChildProblems(
  { child, attribute }: Child,
  indexes: Indexes,
  ddl: Ddl,
): readonly Finding[] {
  const { table, fk, value, compare } = child;
  const findings = leading(indexes, table, [[fk, `Reading ${attribute.path} of a resource`]], ddl);
  if (compare === undefined) return findings;
  const { name, isLower } = comparedBy(value, compare);
  const key = normalize(isLower ? `lower(${name})` : name);
  const part = isLower ? ddl.lower(name) : ddl.name(name);
  if (part === undefined || indexes.some(({ columns }) => columns[0] === key)) return findings;
  return [
    ...findings,
    warning(
      { table, column: name },
      `Looking for ${attribute.path} reads all of ${table}: no index begins with ${isLower ? `lower(${name})` : name}.`,
      { ddl: ddl.createIndex(table, name, [part]) },
    ),
  ];
}

/** A table of memberships is read from both sides, from one member of a group to the next, and holds each pair once. */
export function findJoinProblems(look: Look, indexes: Indexes, ddl: Ddl): readonly Finding[] {
  const { table, group, member, tenant } = look.join.definition;
  const pair = [group, member].map(normalize);
  const allowed = new Set([...pair, ...(tenant === undefined ? [] : [normalize(tenant)])]);
  const isOnce = indexes.some(
    ({ unique, columns }) =>
      unique &&
      pair.every((column) => columns.includes(column)) &&
      columns.every((column) => allowed.has(column)),
  );
  const once = isOnce
    ? []
    : [
        warning(
          { table },
          `Nothing keeps a member from being in a group twice: there is no unique index on (${group}, ${member}) of ${table}.`,
          { ddl: ddl.createIndex(table, 'pair', [ddl.name(group), ddl.name(member)], true) },
        ),
      ];
  const groups: Side = [member, 'Reading the groups of a member, and removing one,'];
  // The unique index that is proposed has the members of each group in their order.
  const walk = isOnce ? membersInOrder(look, indexes, ddl) : [];
  return [...once, ...walk, ...leading(indexes, table, [groups], ddl), ...orderOfKeys(look)];
}

/** Pages of members go from one to the next, and begin where the one before has ended. */
function membersInOrder({ join }: Look, indexes: Indexes, ddl: Ddl): readonly Finding[] {
  const { table, group, member } = join.definition;
  const whole = indexes.filter(({ partial }) => !partial).map(({ columns }) => columns);
  // InnoDB has the primary key at the end of each other index.
  const isMysql = ddl.engine === 'mysql' || ddl.engine === 'mariadb';
  const primary = isMysql ? (indexes.find(({ name }) => name === 'PRIMARY')?.columns ?? []) : [];
  const begin = whole.filter(([first]) => first === normalize(group));
  const walks = begin.map((columns) => [
    ...columns,
    ...primary.filter((column) => !columns.includes(column)),
  ]);
  if (walks.some(([, second]) => second === normalize(member))) return [];
  const message =
    begin.length === 0
      ? `Reading the members of a group reads all of ${table}: no index begins with ${group}.`
      : `Each page of the members of a group looks at all of them: no index of ${table} begins with (${group}, ${member}).`;
  const parts = [ddl.name(group), ddl.name(member)];
  return [warning({ table, column: group }, message, { ddl: ddl.createIndex(table, group, parts) })];
}

/** A column that compares in another way than the key it refers to has no order to page by. */
function orderOfKeys(look: Look): readonly Finding[] {
  if (ordersAlike(look)) return [];
  const { table, member } = look.join.definition;
  const { table: rows, id } = look.target.mapping;
  return [
    warning(
      { table, column: member },
      `${table}.${member} does not compare as ${rows}.${id} does, so each page of the members of a group looks at all of them.`,
      { advice: `Give ${table}.${member} the type and the collation of ${rows}.${id}.` },
    ),
  ];
}

type Side = readonly [column: string, work: string];

function leading(indexes: Indexes, table: string, wanted: readonly Side[], ddl: Ddl): readonly Finding[] {
  return wanted
    .filter(
      ([column]) => !indexes.some(({ columns, partial }) => !partial && columns[0] === normalize(column)),
    )
    .map(([column, work]) =>
      warning({ table, column }, `${work} reads all of ${table}: no index begins with ${column}.`, {
        ddl: ddl.createIndex(table, column, [ddl.name(column)]),
      }),
    );
}

/** Ids are unique across resource types (RFC 7643 section 3.1), which two tables that count their rows do not see to. */
export function findSharedIds(types: readonly MappedType[]): readonly Finding[] {
  const counting = types.filter(({ mapping, facts }) => {
    const fact = facts.get(mapping.publicId ?? '');
    return fact !== undefined && isInteger(fact);
  });
  const [first, second] = counting;
  if (first === undefined || second === undefined) return [];
  return [
    warning(
      { table: second.mapping.table, column: second.mapping.publicId ?? '' },
      `${first.mapping.table} and ${second.mapping.table} both count their rows, so a ${first.name} and a ${second.name} can have the same id, which members of groups cannot tell apart.`,
      { advice: `Leave \`publicId\` out for one of them: its ids are UUIDs then.` },
    ),
  ];
}
