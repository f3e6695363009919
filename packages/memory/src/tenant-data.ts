import { entryOf } from './entry-of.ts';
import type { NewEvent } from './event-queue.ts';
import { keepMemberOrder } from './member-order.ts';
import type { MembershipPlan } from './plan-membership.ts';
import type { Slot, State } from './slot.ts';
import { Turnstile } from './turnstile.ts';
import { TypeTable } from './type-table.ts';

/** Where a transaction began; opaque to everybody but {@link TenantData}. */
export interface Savepoint {
  readonly mark: number;
}

/**
 * All resources of one tenant, and the only place where they are changed. Each change is one step that cannot fail half
 * way; while a transaction runs, each step notes how it is undone.
 */
export class TenantData {
  readonly turnstile: Turnstile;
  /** Ids are unique across types (RFC 7643 section 3.1), so that a member is found without its type. */
  readonly #slots = new Map<string, Slot>();
  readonly #tables = new Map<string, TypeTable>();
  readonly #savepoints: Savepoint[] = [];
  #journal: (() => void)[] = [];
  #versions = 0;
  /** Events of changes that are not committed yet. */
  #uncommitted: NewEvent[] = [];
  readonly #publish: ((event: NewEvent) => void) | undefined;

  /** @param publish - Takes the events of committed changes; without it none are recorded. */
  constructor(patience: number, publish?: (event: NewEvent) => void) {
    this.turnstile = new Turnstile(patience);
    this.#publish = publish;
  }

  /** Is there somebody to take events? */
  get keepsEvents(): boolean {
    return this.#publish !== undefined;
  }

  /** Notes the event of a change that was made just now, inside a transaction. */
  record(event: NewEvent): void {
    this.#uncommitted.push(event);
    this.#note(() => void this.#uncommitted.pop());
  }

  /** The table of a type; an empty one when the tenant has no resource of it. */
  table(type: string): TypeTable {
    return entryOf(this.#tables, type, () => new TypeTable());
  }

  /** The resource with this id, of whatever type. */
  any(id: string): Slot | undefined {
    return this.#slots.get(id);
  }

  find(type: string, id: string): Slot | undefined {
    const slot = this.#slots.get(id);
    return slot?.type === type ? slot : undefined;
  }

  /**
   * A version that no resource of the tenant has had. One counter for all of them, which undoing does not turn back: so
   * versions never repeat, not even for an id that is used again or a version that was seen in a transaction that failed.
   */
  nextVersion(): string {
    this.#versions += 1;
    return String(this.#versions);
  }

  insert(slot: Slot): void {
    slot.removed = false;
    this.#slots.set(slot.id, slot);
    this.table(slot.type).insert(slot);
    this.#note(() => this.erase(slot));
  }

  /** Takes a resource out. Its memberships have to be gone by then. */
  erase(slot: Slot): void {
    slot.removed = true;
    this.#slots.delete(slot.id);
    this.table(slot.type).delete(slot);
    this.#note(() => this.insert(slot));
  }

  rewrite(slot: Slot, state: State): void {
    const before = slot.state;
    slot.state = state;
    if (state.keys !== before.keys) this.table(slot.type).rekey(slot, before.keys, state.keys);
    this.#note(() => this.rewrite(slot, before));
  }

  /** Changes a reference set by what joins and leaves; the others are not touched. */
  regroup(group: Slot, plan: MembershipPlan): void {
    keepMemberOrder(group, plan);
    for (const member of plan.removed) {
      group.members?.delete(member.id);
      member.holders?.delete(group.id);
    }
    if (plan.added.length > 0) group.members ??= new Map();
    for (const member of plan.added) {
      group.members?.set(member.id, member);
      member.holders ??= new Map();
      member.holders.set(group.id, group);
    }
    this.#note(() => this.regroup(group, { added: plan.removed, removed: plan.added }));
  }

  begin(): Savepoint {
    const savepoint = { mark: this.#journal.length };
    this.#savepoints.push(savepoint);
    return savepoint;
  }

  /** True while no transaction inside this one is open. */
  isInnermost(savepoint: Savepoint): boolean {
    return this.#savepoints.at(-1) === savepoint;
  }

  commit(savepoint: Savepoint): void {
    this.#end(savepoint);
    if (this.#savepoints.length > 0) return;
    this.#journal = [];
    for (const event of this.#uncommitted.splice(0)) this.#publish?.(event);
  }

  /** Undoes everything since the savepoint, last change first. One that has ended with the transaction around it does nothing. */
  rollback(savepoint: Savepoint): void {
    if (!this.#savepoints.includes(savepoint)) return;
    const undo = this.#journal.splice(savepoint.mark).reverse();
    const kept = this.#journal;
    for (const step of undo) step();
    // Undoing notes how to undo it, which nobody will want.
    kept.length = savepoint.mark;
    this.#end(savepoint);
  }

  /** Forgets all resources. The counter of versions goes on. */
  clear(): void {
    for (const slot of this.#slots.values()) slot.removed = true;
    this.#slots.clear();
    for (const table of this.#tables.values()) table.clear();
  }

  #note(undo: () => void): void {
    if (this.#savepoints.length > 0) this.#journal.push(undo);
  }

  /** Ends a transaction, and with it whatever is still open inside. */
  #end(savepoint: Savepoint): void {
    this.#savepoints.length = this.#savepoints.indexOf(savepoint);
  }
}
