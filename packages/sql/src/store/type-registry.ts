import type { AttributeRef, KeyEntry, Next } from '@scimkit/core';
import type { TypeRow, TypeStatements } from '../statements/type-statements.ts';
import { fitsColumn, type KeyColumn, keyColumns, type ResourceType } from './resource-type.ts';
import type { Session } from './session.ts';

/** Numbers below are the library's own; `smallint` ends where the others do. */
const firstNumber = 16;
const numbers = 32_000;

/**
 * The resource types that the database knows. A name becomes a small number, because it is part of every key, and the
 * table says which: 1 is User, 2 is Group, others begin at a hash of their name, so that two databases agree on them
 * unless two names meet.
 */
export class TypeRegistry {
  #byName: ReadonlyMap<string, ResourceType> = new Map();
  #byNumber: ReadonlyMap<number, ResourceType> = new Map();
  /** Lists of attributes for which nothing is left to be decided, each with the type as it was then. */
  readonly #ready: WeakMap<readonly AttributeRef[], ResourceType>;
  readonly #statements: TypeStatements;

  constructor(
    statements: TypeStatements,
    ready: WeakMap<readonly AttributeRef[], ResourceType> = new WeakMap(),
  ) {
    this.#statements = statements;
    this.#ready = ready;
  }

  /** A copy for a transaction, whose decisions do not count before its end. */
  fork(): TypeRegistry {
    const copy = new TypeRegistry(this.#statements, this.#ready);
    copy.adopt(this);
    return copy;
  }

  /** Takes over what a copy has decided, after its commit. */
  adopt(copy: TypeRegistry): void {
    this.#byName = copy.#byName;
    this.#byNumber = copy.#byNumber;
  }

  /** The type, if it is known without asking the database. */
  peek(name: string): ResourceType | undefined {
    return this.#byName.get(name);
  }

  /** The type, or `undefined` when no resource of it has ever been written. */
  async find(session: Session, name: string): Promise<ResourceType | undefined> {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    await this.reload(session);
    return this.#byName.get(name);
  }

  /** The type, with what another process may have decided about columns in the meantime. */
  async findDecided(
    session: Session,
    name: string,
    columns: () => Iterable<KeyColumn>,
  ): Promise<ResourceType | undefined> {
    const known = this.peek(name) ?? (await this.find(session, name));
    if (known === undefined || known.decided) return known;
    for (const column of columns()) {
      if (known.columns[column] !== undefined) continue;
      await this.reload(session);
      return this.#byName.get(name);
    }
    return known;
  }

  /** The name of a number; `undefined` when another process has made the type since the last {@link reload}. */
  nameOf(number: number): string | undefined {
    return this.#byNumber.get(number)?.name;
  }

  /** The numbers of all types, without looking. */
  numbers(): readonly number[] {
    return [...this.#byNumber.keys()];
  }

  /** The names of all types, without looking. */
  names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  /** The number of a name, without looking. */
  numberOf(name: string): number | undefined {
    return this.#byName.get(name)?.number;
  }

  /** True when writing these keys needs no decision that has not been made. They are looked at only where that is not known of the attributes. */
  isReady(name: string, next: Pick<Next, 'keys' | 'keyed'>): boolean {
    const type = this.#byName.get(name);
    if (type === undefined) return false;
    const isDecided = (attribute: AttributeRef) => undecided(type, attribute) === undefined;
    const { keyed } = next;
    if (keyed !== undefined) {
      if (this.#ready.get(keyed) === type) return true;
      if (keyed.every(isDecided)) {
        this.#ready.set(keyed, type);
        return true;
      }
    }
    return next.keys.every(({ attribute }) => isDecided(attribute));
  }

  /** Makes the type, and decides about columns where these keys need it. Runs inside a transaction. */
  async prepare(session: Session, name: string, keys: readonly KeyEntry[]): Promise<void> {
    await this.#reloadNow(session);
    for (let at = numberFor(name); !this.#byName.has(name); at = next(at)) {
      await session.tryWrite(this.#statements.insert, { number: at, name });
      await this.#reloadNow(session);
    }
    for (const { attribute } of keys) await this.#decide(session, name, attribute);
  }

  /** An attribute may have several roles, and so several columns. */
  async #decide(session: Session, name: string, attribute: AttributeRef): Promise<void> {
    for (;;) {
      const type = this.#byName.get(name);
      const what = type === undefined ? undefined : undecided(type, attribute);
      if (type === undefined || what === undefined) return;
      if (what === 'more') await session.run(this.#statements.moreUnique, { number: type.number });
      else await session.run(this.#statements.assign[what], { number: type.number, attribute: attribute.id });
      await this.#reloadNow(session);
    }
  }

  /** Reads the table again. */
  async reload(session: Session): Promise<void> {
    this.#take(await session.all(this.#statements.all, undefined));
  }

  /** Reads it as it is now, also where the transaction sees an older moment otherwise. */
  async #reloadNow(session: Session): Promise<void> {
    this.#take(await session.all(this.#statements.allNow, undefined));
  }

  #take(rows: readonly TypeRow[]): void {
    const types = rows.map(fromRow);
    this.#byName = new Map(types.map((type) => [type.name, type]));
    this.#byNumber = new Map(types.map((type) => [type.number, type]));
  }
}

/** What has to be decided before a value of the attribute can be written. */
function undecided(type: ResourceType, attribute: AttributeRef): KeyColumn | 'more' | undefined {
  if (attribute.roles.length === 0) return undefined;
  for (const column of keyColumns) {
    if (fitsColumn(attribute, column) && type.columns[column] === undefined) return column;
  }
  const another = attribute.roles.includes('unique') && type.columns.unique !== attribute.id;
  return another && !type.moreUnique ? 'more' : undefined;
}

function fromRow(row: TypeRow): ResourceType {
  const columns: Partial<Record<KeyColumn, number>> = {};
  for (const column of keyColumns) {
    const attribute = row[`${column}_attr`];
    if (attribute !== null) columns[column] = Number(attribute);
  }
  return {
    number: Number(row.type),
    name: row.name,
    columns,
    decided: keyColumns.every((column) => columns[column] !== undefined),
    signature: `${row.type}:${keyColumns.map((column) => columns[column]).join()}`,
    moreUnique: Number(row.more_unique) === 1,
  };
}

/** FNV-1a of the name, in the range of the numbers that are free. */
function numberFor(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return firstNumber + ((hash >>> 0) % numbers);
}

function next(number: number): number {
  return firstNumber + ((number - firstNumber + 1) % numbers);
}
