import type { Connection } from '../auth/authenticate.ts';
import type { FilterLimits } from '../filter/filter-limits.ts';
import type { Tolerance } from '../profiles/compile-tolerance.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { Projection } from '../schema/project.ts';
import type { Catalog, ResourceModel } from '../schema/resource-model.ts';
import type { Member, ResourceStore, Scope, Stored } from '../storage/port.ts';
import type { CompiledDefaults } from './compile-defaults.ts';
import type { CursorSeal } from './cursor.ts';
import type { Hooks } from './hooks.ts';
import type { Policies } from './policies.ts';

/** The bounds of a request. All of them end in an answer that names the bound. */
export interface Limits {
  /** Bytes of a request body; 16 MiB by default, room for a group of 100,000 members in one PUT. */
  readonly bodyBytes: number;
  /** Characters of a query string; 16,384 by default. */
  readonly queryLength: number;
  /** Resources on a page when the client names no `count`; 100 by default. */
  readonly pageSize: number;
  /** Resources on a page at most; 1,000 by default. Published as `filter.maxResults`. */
  readonly maxPageSize: number;
  /** Candidates that core looks at when the store cannot evaluate a filter or sort; 10,000 by default. */
  readonly maxScan: number;
  /**
   * Members of a group that are held at once; 1,000 by default. A group with more is read and sent in parts of so many, as
   * far as the store can; the groups of a list get twenty times as many together.
   */
  readonly membersAtOnce: number;
  /** Operations in one PATCH; 10,000 by default: Okta sends one `remove` for each leaver of a group. */
  readonly patchOperations: number;
  /** Operations in one bulk request; 1,000 by default. Published as `bulk.maxOperations`. */
  readonly bulkOperations: number;
  /** Bytes of a bulk request; 4 MiB by default. Published as `bulk.maxPayloadSize`. */
  readonly bulkBytes: number;
  readonly filter: FilterLimits;
}

/**
 * Tells which resource a caller is, so that `/Me` can stand for it. `undefined` for callers that are none, such as an
 * identity provider. RFC 7644 section 3.11.
 */
export type IdentifyCaller = (
  connection: Connection,
) => ResourceName | undefined | Promise<ResourceName | undefined>;

/** Names a resource. */
export interface ResourceName {
  /** The resource type's name. */
  readonly type: string;
  readonly id: string;
}

/** What a server is made of, compiled at its start. */
export interface ServerParts {
  readonly catalog: Catalog;
  readonly store: ResourceStore;
  readonly hooks: Hooks;
  readonly policies: Policies;
  /** What `policies.sensitiveFilters` names, in all types. */
  readonly sensitive: ReadonlySet<AttributeRef>;
  readonly limits: Limits;
  readonly defaults: CompiledDefaults;
  readonly cursors: CursorSeal;
  /** Seconds until a cursor expires. */
  readonly cursorLifetime: number;
  /** Which resource the caller is, for `/Me`; absent when the host does not say. */
  readonly me?: IdentifyCaller;
  readonly now: () => number;
  /** Reports what went wrong where the request itself must not fail. */
  readonly report: (error: unknown, during: string) => void;
}

/** Who is calling, for one request. */
export interface Caller {
  readonly connection: Connection;
  readonly scope: Scope;
  readonly tolerance: Tolerance;
}

/** One request, as the operations see it. */
export interface Context {
  readonly server: ServerParts;
  readonly caller: Caller;
  /** The absolute URL of the service root. */
  readonly base: string;
  /** Notes that a rewrite of the client profile was needed. */
  readonly fired: (rewrite: string) => void;
}

/** Preconditions of RFC 7232 as far as SCIM uses them: opaque versions, or `*`. */
export type VersionCondition = '*' | readonly string[];

/** How resources of a type are shown in the answer. */
export interface Representation {
  readonly projection: Projection;
  /** True when the client named neither `attributes` nor `excludedAttributes`. */
  readonly byDefault: boolean;
  /** True where reference sets have to be at hand as wholes, because the answer is an object and not a text. */
  readonly wholeSets?: boolean;
}

/** The resources that references in an answer lead to, by their ids. */
export type Referred = ReadonlyMap<string, Member>;

/** What an operation comes to. `respond` turns it into HTTP. */
export type Result =
  | {
      readonly kind: 'resource';
      readonly model: ResourceModel;
      readonly stored: Stored;
      readonly created: boolean;
      readonly representation: Representation;
      /** Attributes the request itself assigned: `returned: request` shows them in the answer to a write (CHR-16). */
      readonly assigned?: ReadonlySet<AttributeRef>;
      readonly referred?: Referred;
    }
  | {
      readonly kind: 'list';
      readonly resources: readonly {
        readonly model: ResourceModel;
        readonly stored: Stored;
        readonly representation: Representation;
      }[];
      readonly total: number;
      /** 1-based index of the first resource; absent on pages found by a cursor (CUR-22). */
      readonly startIndex?: number;
      /** Sealed; where the next page begins, unless this is the last one. */
      readonly nextCursor?: string;
      /** Sealed; where the previous page ends. */
      readonly previousCursor?: string;
      readonly referred?: Referred;
    }
  | { readonly kind: 'document'; readonly body: object }
  | { readonly kind: 'done'; readonly version?: string }
  | { readonly kind: 'unchanged'; readonly version: string };
