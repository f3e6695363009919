import { type AttributeRef, attributeId, type TypeName } from '@scimkit/core';
import type { Session } from '../store/session.ts';
import type { IndexRow, IndexStatements } from './index-statements.ts';
import { keyRuleOf, nameOf } from './key-rule.ts';
import { neededKeys } from './needed-keys.ts';

/** Some resources have no keys of the attribute. */
export const incomplete = 0;
/** A reindex is giving them keys. */
export const building = 1;
/** All resources have keys of it. */
export const ready = 2;

/** How long what was read is believed, in milliseconds. Who takes keys away waits as long before it does. */
export const lease = 1000;

/** Stands for attributes that nobody has named. */
export const anyAttribute = { attribute: 0, rule: 0 } as const;

/** What the resources of one type are keyed for. */
export type IndexedType = ReadonlyMap<string, IndexRow>;

/**
 * What the resources of each type are keyed for, as the database says. It is read again after a second: a process whose
 * definitions key less says so a second before it writes, so no resource without keys is ever looked for by keys.
 */
export class IndexRegistry {
  readonly statements: IndexStatements;
  readonly #onMissing: (attribute: AttributeRef, type: TypeName) => void;
  #known: Known = unread;

  /** @param onMissing - Told of each attribute that wants a reindex when somebody asks for it first. */
  constructor(statements: IndexStatements, onMissing: (attribute: AttributeRef, type: TypeName) => void) {
    this.statements = statements;
    this.#onMissing = onMissing;
  }

  /** A copy for a transaction, whose decisions do not count before its end. */
  fork(): IndexRegistry {
    const copy = new IndexRegistry(this.statements, this.#onMissing);
    copy.#known = this.#known;
    return copy;
  }

  /** A copy that reads for itself: a transaction of the application's may see an older moment than this. */
  forkUnread(): IndexRegistry {
    const copy = this.fork();
    copy.#known = { ...this.#known, readAt: Number.NEGATIVE_INFINITY };
    return copy;
  }

  /** Takes over what a copy has learnt, after its commit. */
  adopt(copy: IndexRegistry): void {
    if (copy.#known.readAt >= this.#known.readAt) this.#known = copy.#known;
  }

  isFresh(): boolean {
    return performance.now() - this.#known.readAt < lease;
  }

  /** Reads the table, unless it was read a moment ago. */
  async refresh(session: Session): Promise<void> {
    if (!this.isFresh()) await this.reload(session);
  }

  /** Reads the table. */
  async reload(session: Session): Promise<void> {
    const readAt = performance.now();
    const rows = await session.all(this.statements.all, undefined);
    // Of two that were under way at once, the one that began later knows better.
    if (readAt < this.#known.readAt) return;
    const text = rows.map(({ type, attr, rule, state }) => `${type}.${attr}.${rule}.${state}`).join();
    this.#known =
      text === this.#known.text
        ? { ...this.#known, readAt }
        : { readAt, text, types: byType(rows), answers: new WeakMap(), admitted: new Map() };
  }

  /** What resources of the type are keyed for; `undefined` when none has ever been written. */
  peek(type: TypeName): IndexedType | undefined {
    return this.#known.types.get(type);
  }

  /**
   * Has every resource all the keys that a condition on the attribute, or an order by it, needs? Before the table has
   * been read the answer is yes, which is checked before a list is run.
   */
  isReady(attribute: AttributeRef): boolean {
    const { answers, text } = this.#known;
    if (text === undefined) return true;
    const known = answers.get(attribute);
    if (known !== undefined) return known;
    const missing = this.missing(attribute);
    if (missing !== undefined) this.#onMissing(missing.attribute, missing.type);
    answers.set(attribute, missing === undefined);
    return missing === undefined;
  }

  /** The first attribute that some resources have no keys of, of those that are needed. */
  missing(
    attribute: AttributeRef,
  ): { readonly type: TypeName; readonly attribute: AttributeRef } | undefined {
    for (const needed of neededKeys(attribute)) {
      for (const [type, rules] of this.#known.types) {
        // An attribute does not know its type, but its id is made of both.
        if (attributeId(type, needed.path) !== needed.id || isVouchedFor(rules)) continue;
        if (Number(rules.get(nameOf(keyRuleOf(needed)))?.state) !== ready) return { type, attribute: needed };
      }
    }
    return undefined;
  }

  /** May resources of the type be written that have keys of these attributes, as far as is known? */
  isAdmitted(type: TypeName, keyed: readonly AttributeRef[] | undefined): boolean {
    if (!this.isFresh()) return false;
    return keyed === undefined ? this.peek(type) !== undefined : this.#known.admitted.get(keyed) === type;
  }

  /** Remembers who may. Lists of attributes are those of models, of which a process has a handful. */
  admit(type: TypeName, keyed: readonly AttributeRef[]): void {
    const { admitted } = this.#known;
    const others = admitted.size < capacity ? admitted : [];
    this.#known = { ...this.#known, admitted: new Map([...others, [keyed, type]]) };
  }

  /** Who has been admitted: types, and the attributes that their resources have keys of. */
  admitted(): readonly (readonly [keyed: readonly AttributeRef[], type: TypeName])[] {
    return [...this.#known.admitted];
  }
}

/** What was read, and what has been worked out from it. */
interface Known {
  /** When, by the clock that never goes back. */
  readonly readAt: number;
  /** All of it as a text, to see whether it has changed; absent before the first time. */
  readonly text?: string;
  readonly types: ReadonlyMap<TypeName, IndexedType>;
  readonly answers: WeakMap<AttributeRef, boolean>;
  readonly admitted: ReadonlyMap<readonly AttributeRef[], TypeName>;
}

const unread: Known = {
  readAt: Number.NEGATIVE_INFINITY,
  types: new Map(),
  answers: new WeakMap(),
  admitted: new Map(),
};

const capacity = 100;

/** Every write of the type came without a word about what it was keyed for. */
function isVouchedFor(rules: IndexedType): boolean {
  return rules.size === 1 && Number(rules.get(nameOf(anyAttribute))?.state) === ready;
}

function byType(rows: readonly IndexRow[]): ReadonlyMap<string, IndexedType> {
  const types = new Map<string, Map<string, IndexRow>>();
  for (const row of rows) {
    const rules = types.get(row.name) ?? new Map<string, IndexRow>();
    types.set(row.name, rules);
    rules.set(nameOf({ attribute: Number(row.attr), rule: Number(row.rule) }), row);
  }
  return types;
}
