import type { CompareOp, FilterNode, Key } from '../filter/filter-node.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { KeyEntry } from '../schema/key-entry.ts';

export type { KeyEntry } from '../schema/key-entry.ts';

/**
 * Who asks, and for whom. The first argument of every storage call, so that none can forget it.
 */
export interface Scope {
  /** The tenant all data of the call belongs to; opaque to core. */
  readonly tenant: string;
  /** The identity provider link that is writing. */
  readonly connection: string;
  /** Who is behind the request, for audit. */
  readonly principal: string;
  /** Aborted when the client is gone or the time budget is spent. */
  readonly signal?: AbortSignal;
}

/** The name of a resource type, for example `User`. */
export type TypeName = string;

/** A document in canonical form: without `id`, `meta`, reference sets and what is derived from them. */
export type StoredDocument = Readonly<Record<string, unknown>>;

/** What a read should load. What is not wanted must not cost anything. */
export interface Want {
  /**
   * Load the reference set (`Group.members`)? With a limit, at most so many of it, of which {@link Stored.membersNext}
   * tells where the others begin; only asked of a store that `supports.memberPages`.
   */
  readonly members: boolean | { readonly limit: number };
  /** Load the derived side (`User.groups`)? */
  readonly memberOf: boolean;
  /** Load the document? When false, id and version suffice. */
  readonly document: boolean;
}

/** A place in a sorted list: the sort key of the last resource seen, and its id. */
export interface Position {
  /** `null` where the resource has no value for the sort attribute; left out when the list is sorted by id alone. */
  readonly sort?: Key | null;
  readonly id: string;
}

/** Which resources, in which order, how many. */
export interface Query {
  readonly filter?: FilterNode;
  /** Without it the order is by id. Ties are broken by id. Absent values last when ascending, first when descending. */
  readonly sort?: { readonly by: AttributeRef; readonly descending: boolean };
  readonly page:
    | { readonly kind: 'index'; readonly offset: number; readonly limit: number }
    | {
        readonly kind: 'cursor';
        readonly after?: Position;
        readonly before?: Position;
        readonly limit: number;
      };
  /** `skip` when the caller does not need the number of all matches. */
  readonly total: 'exact' | 'skip';
  readonly want: Want;
}

/** A member of a reference set. */
export interface Member {
  readonly type: TypeName;
  readonly id: string;
  /** The member's own display name, when the store has it at hand. */
  readonly display?: string;
}

/** Some of the members of a reference set. */
export interface MemberPage {
  readonly members: readonly Member[];
  /** Where the others begin; absent on the last page. Opaque: only the store that has made it can read it. */
  readonly next?: string;
}

/** One side of a membership that holds a resource, as `User.groups` shows it. */
export interface Membership extends Member {
  /** True when the resource is in it by way of another group. */
  readonly indirect?: boolean;
}

/** A resource as a store hands it back. Nothing in it may be changed by the receiver. */
export interface Stored {
  readonly type: TypeName;
  readonly id: string;
  /** Opaque; never repeats for a resource. Becomes the ETag. */
  readonly version: string;
  /** Epoch milliseconds. */
  readonly created: number;
  /** Epoch milliseconds. */
  readonly modified: number;
  /** Empty when the document was not wanted. May be a getter that parses on first use. */
  readonly document: StoredDocument;
  /** The document's JSON text, when the store has it at hand. Core passes it through unparsed where it can. */
  readonly json?: string;
  /** Present when wanted and the type has a reference set. */
  readonly members?: readonly Member[];
  /** Where the members that the limit has left out begin, for {@link ResourceStore.memberPage}; absent when there are none. */
  readonly membersNext?: string;
  /** Present when wanted and the type has a derived side. */
  readonly memberOf?: readonly Membership[];
}

/** One page of a list. */
export interface Page {
  readonly resources: readonly Stored[];
  /** The number of all matches, when asked for. */
  readonly total?: number;
  /** Where the next page starts; absent on the last one. Only for cursor pages. */
  readonly next?: Position;
  /** Where the previous page ends; absent on the first one. Only for cursor pages. */
  readonly previous?: Position;
}

/** A reference to a resource whose type the client may not have said. */
export interface MemberRef {
  readonly id: string;
  /** The resource type's name; a resource with this id and another type is an unknown member. */
  readonly type?: TypeName;
}

/** A document ready to be written, with the keys that core took from it. */
export interface Next {
  /** The whole document. */
  readonly document: StoredDocument;
  /**
   * One for each value of an attribute in `keyed`: what filters, sorting and uniqueness compare. They may be made when they
   * are first asked for, so a store that sees that none of them is another one need not ask.
   */
  readonly keys: readonly KeyEntry[];
  /**
   * The attributes that keys were looked for, whether the document has a value or not: `ResourceModel.keyed`. It tells a
   * store of which attributes the resource has no key because it has no value, and of which because its writer's
   * definitions are others, as in a deployment that adds an index. Without it the keys are taken to be complete.
   */
  readonly keyed?: readonly AttributeRef[];
  /** What stands for the resource in `members.display`, unfolded. */
  readonly display?: string;
}

/** A resource to be made. */
export interface Draft extends Next {
  /** Only where the host issues ids itself; otherwise the store makes one. */
  readonly id?: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The first members of the reference set. */
  readonly members?: readonly MemberRef[];
  /** The reference set that `members` are for; without it they may be of any type the tenant has. */
  readonly membership?: AttributeRef;
  /** What to do about members that do not exist in the tenant, or are of a type the set does not hold. */
  readonly unknownMembers?: 'reject' | 'skip';
  /** What to load for the answer; everything when left out. */
  readonly want?: Want;
}

/**
 * A change of a reference set, free of order: first `clear`, then `add`, never the whole set.
 * With `clear` the set becomes exactly `add`; the store works out the difference.
 */
export interface Delta {
  /** The reference set: `ResourceModel.membership`. */
  readonly attribute: AttributeRef;
  /** Does everybody leave who is not in `add`? */
  readonly clear: boolean;
  /** Who joins; whoever is in it already stays as he is. */
  readonly add: readonly MemberRef[];
  /** Ids of those who leave; whoever is not in it does not matter. */
  readonly remove: readonly string[];
  /** What to do about members of `add` that do not exist in the tenant, or are of a type the set does not hold. */
  readonly unknownMembers: 'reject' | 'skip';
}

/** A change of one resource. */
export interface Change {
  /** The version the caller has seen; another one is a `StoreError` with code `version`. */
  readonly ifVersion?: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** What becomes of the reference set; empty when the change is not about it. */
  readonly deltas: readonly Delta[];
  /**
   * Absent: membership only, the document is not even read. Pure and repeatable: a store calls it under its lock, or
   * again after a lost compare-and-swap. `undefined` means "no change". It may throw a `ScimError`, which the store
   * passes on after undoing everything.
   */
  readonly next?: (current: Stored) => Next | undefined;
  /** What to load for the answer. */
  readonly want: Want;
  /**
   * Made by core from before and after; written in the same commit by stores that have an outbox, and not called when
   * nothing changed. Pure and repeatable, as `next` is.
   */
  readonly event?: (applied: Applied) => OutboxEvent;
}

/** What a write really did. */
export interface Applied {
  readonly before?: Stored;
  readonly after: Stored;
  /** False when nothing changed; then neither version nor `modified` moved. */
  readonly changed: boolean;
  /** Members that were not there before. */
  readonly added: readonly Member[];
  /** Members that are gone. */
  readonly removed: readonly Member[];
}

/** A row for the outbox. {@link OutboxStore} hands it out again. */
export interface OutboxEvent {
  /** A UUID, also when the write is run again. */
  readonly id: string;
  /** The resource type's name and what happened: `User.created`. */
  readonly kind: string;
  /** Plain JSON: a {@link ProvisioningEvent}. Stores do not look into it. */
  readonly data: unknown;
}

/** How exactly a store can evaluate a condition by itself. */
export type Support = 'exact' | 'superset' | 'none';

/** What a store can do. Core does the rest, or refuses in words. */
export interface StoreSupport {
  /** Asked for each leaf of a filter. `superset` finds all matches and perhaps more; core checks again. */
  readonly compare: (attribute: AttributeRef, op: CompareOp | 'pr') => Support;
  /** Can it hold several conditions to the same element (`some` nodes)? */
  readonly sameElement: boolean;
  readonly sort: (by: AttributeRef) => boolean;
  /** Can it page by position? */
  readonly cursor: boolean;
  /** Can it change a reference set without reading it? */
  readonly deltas: boolean;
  /** Can it read a reference set in pages ({@link ResourceStore.memberPage})? Core reads it as a whole where it cannot. */
  readonly memberPages: boolean;
  readonly transactions: 'interactive' | 'batch' | 'none';
  /** Does it write the event of a change in the same commit, for an {@link OutboxStore}? Core hands events to those that do. */
  readonly outbox: boolean;
  /** `checked` means read, then write, with a small race that the store documents. */
  readonly ifVersion: 'atomic' | 'checked';
  readonly uniqueness: 'enforced' | 'checked';
  /** Code points; core refuses longer values of keyed attributes. */
  readonly maxKeyLength: number;
}

/** How a resource is removed. */
export interface Removal {
  readonly ifVersion?: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly event?: (applied: Applied) => OutboxEvent;
}

/**
 * The storage port: six methods and `supports`, and two methods that may be left out. An author of a store never sees a PATCH operation, a filter string, a
 * letter case or an HTTP status.
 *
 * Errors are `StoreError`s with the driver's error as their `cause`; a `ScimError` thrown by `Change.next` is passed on.
 */
export interface ResourceStore {
  readonly supports: StoreSupport;
  /** Makes a resource. Throws `conflict` (naming the attribute) or `unknownMember`. */
  create(scope: Scope, type: TypeName, draft: Draft, event?: Change['event']): Promise<Applied>;
  /** Reads a resource; `undefined` when the tenant has none of that type and id. */
  read(scope: Scope, type: TypeName, id: string, want: Want): Promise<Stored | undefined>;
  /** Lists resources. Only called with filters and sorts that `supports` calls exact. */
  list(scope: Scope, type: TypeName, query: Query): Promise<Page>;
  /** Every resource that may match, in the order of ids: a superset that core checks again. */
  scan(scope: Scope, type: TypeName, filter: FilterNode | undefined, want: Want): AsyncIterable<Stored>;
  /** Changes a resource; `undefined` when there is none. All or nothing. */
  update(scope: Scope, type: TypeName, id: string, change: Change): Promise<Applied | undefined>;
  /** Removes a resource, its memberships and its place in reference sets; `undefined` when there was none. */
  remove(scope: Scope, type: TypeName, id: string, removal: Removal): Promise<Applied | undefined>;
  /**
   * Reads members of a reference set, in an order in which each has a place of its own, such as that of their ids: a
   * member that is there all the while comes exactly once, and none comes twice, whatever joins and leaves between two
   * pages. With it, `supports.memberPages` is true.
   *
   * @param after - Where to begin, from {@link Stored.membersNext} or {@link MemberPage.next}; `undefined` for the beginning.
   * @param limit - At most so many, at least one.
   * @returns `undefined` when the tenant has no resource of this type and id (any more).
   */
  memberPage?(
    scope: Scope,
    type: TypeName,
    id: string,
    after: string | undefined,
    limit: number,
  ): Promise<MemberPage | undefined>;
  /** Runs `work` as one transaction. Without it every call stands alone. */
  transaction?<T>(scope: Scope, work: (store: ResourceStore) => Promise<T>): Promise<T>;
}
