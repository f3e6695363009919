import type { AttributeRef } from './attribute-ref.ts';
import type { ResourceTypeDefinition } from './definition.ts';

/** A resource type, compiled: its attributes resolved, its roles found, its names indexed. Frozen. */
export interface ResourceModel {
  /** The resource type's name, for example `User`. */
  readonly name: string;
  readonly endpoint: string;
  readonly definition: ResourceTypeDefinition;
  /** URN of the base schema. */
  readonly schema: string;
  /**
   * Top level of a document in canonical order: the common attributes (`schemas`, `id`, `externalId`, `meta`), the
   * base schema's attributes, then one container for each extension.
   */
  readonly attributes: readonly AttributeRef[];
  /** The top level by lower-cased name (extensions by lower-cased URN). */
  readonly byName: ReadonlyMap<string, AttributeRef>;
  /** The extension containers alone. */
  readonly extensions: readonly (AttributeRef & { readonly extension: true })[];
  /** Every attribute at every level, by `AttributeRef.id`. */
  readonly byId: ReadonlyMap<number, AttributeRef>;
  /** Attributes whose value must be unique in the tenant. */
  readonly unique: readonly AttributeRef[];
  /** The attribute that names the resource where others refer to it, and what to use when it has no value. */
  readonly display: readonly AttributeRef[];
  /** The type's reference set, if it has one: `Group.members`. */
  readonly membership?: AttributeRef;
  /** The attribute derived from reference sets, if it has one: `User.groups`. */
  readonly memberOf?: AttributeRef;
  /** Attributes that lead to one resource each, by the id in their `value`: `manager` of the enterprise extension. */
  readonly references: readonly AttributeRef[];
  /** Attributes whose text has a declared format. */
  readonly formatted: readonly AttributeRef[];
  /** Attributes to extract keys from: those with a role or declared indexed. */
  readonly keyed: readonly AttributeRef[];
  /** Attributes with `returned` other than `default` and `always`, at any level. */
  readonly guarded: readonly AttributeRef[];
}

/** All resource types of a server, compiled together. */
export interface Catalog {
  readonly models: readonly ResourceModel[];
  readonly byType: ReadonlyMap<string, ResourceModel>;
  /** By endpoint, as written: endpoints are case exact (erratum 8475). */
  readonly byEndpoint: ReadonlyMap<string, ResourceModel>;
}
