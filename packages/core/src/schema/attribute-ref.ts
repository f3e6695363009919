import type {
  AttributeType,
  DeclaredRole,
  Mutability,
  Returned,
  Uniqueness,
  ValueFormat,
} from './definition.ts';

/**
 * What an attribute is to a store. `unique` and `external` follow from the characteristics, `membership` and
 * `memberOf` from `referenceSet` and `derivedFrom`.
 */
export type Role = DeclaredRole | 'unique' | 'external' | 'membership' | 'memberOf';

/**
 * An attribute, resolved once. Everything below the resolver carries this entry; nothing compares names.
 *
 * Frozen. The container of an extension is an `AttributeRef` too (`type: 'complex'`, `extension: true`, named by its
 * URN), so that a whole extension is addressed like any complex attribute.
 */
export interface AttributeRef {
  /** A stable 32-bit hash of `<type>:<path>`, the same in every process; checked for collisions at start. */
  readonly id: number;
  /** The canonical path: `emails.value`, `urn:…:User:department`, or the URN of an extension. */
  readonly path: string;
  /** The canonical name of the last step: `value`. */
  readonly name: string;
  /** Property names from the document's root to the attribute. */
  readonly steps: readonly string[];
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  readonly returned: Returned;
  readonly uniqueness: Uniqueness;
  readonly canonicalValues?: readonly string[];
  readonly closed: boolean;
  readonly referenceTypes?: readonly string[];
  /** The attribute this one is a part of: the complex attribute or the extension container. */
  readonly parent?: AttributeRef;
  /** True for the container of an extension. */
  readonly extension: boolean;
  /** The URN of the schema that declares the attribute; empty for the common attributes. */
  readonly schema: string;
  /** Parts, in the order of the definition. */
  readonly subAttributes: readonly AttributeRef[];
  /** Parts by lower-cased name. */
  readonly byName: ReadonlyMap<string, AttributeRef>;
  readonly roles: readonly Role[];
  readonly indexed: boolean;
  /** True for strings that must not be kept or shown as they came: passwords. */
  readonly secret: boolean;
  /** For a reference set: names of the resource types it may hold. */
  readonly memberTypes?: readonly string[];
  /** For a reference: names of the resource types its `value` may lead to. */
  readonly refersTo?: readonly string[];
  readonly prepare?: 'username';
  readonly format?: ValueFormat;
}
