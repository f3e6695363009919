/** The data types of RFC 7643 section 2.3. */
export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'reference'
  | 'binary'
  | 'complex';

/** When an attribute may be written. RFC 7643 section 2.2. */
export type Mutability = 'readWrite' | 'readOnly' | 'immutable' | 'writeOnly';

/** When an attribute is part of a response. RFC 7643 section 2.2. */
export type Returned = 'default' | 'always' | 'request' | 'never';

/** How far a value has to be unique. RFC 7643 section 2.2. */
export type Uniqueness = 'none' | 'server' | 'global';

/**
 * What an attribute is for, beyond its data type. Stores promote attributes by role; nothing in the library
 * looks for an attribute by its name.
 *
 * - `display`: the name that stands for the resource where others refer to it (`members.display`);
 * - `sort`: the attribute lists are most often sorted by;
 * - `active`: administrative status.
 */
export type DeclaredRole = 'display' | 'sort' | 'active';

/**
 * What the text of an attribute is, beyond its data type. It is told to nobody and asked for only where the policy
 * `formats` says so: directories hold many values that are not quite right, and provisioning them matters more.
 *
 * - `email`: a mailbox of RFC 5321; `phone`: a number of RFC 3966, without `tel:` or with it;
 * - `country`: two letters of ISO 3166-1;
 * - `languageTag`: a tag of BCP 47, with `_` for `-` if need be; `languageRange`: what `Accept-Language` takes;
 * - `timeZone`: an IANA name;
 * - `certificate`: exactly one DER certificate, in base64.
 */
export type ValueFormat =
  | 'email'
  | 'phone'
  | 'country'
  | 'languageTag'
  | 'languageRange'
  | 'timeZone'
  | 'certificate';

/** The characteristics that a sub-attribute can declare. Defaults are those of RFC 7643 section 2.2. */
export interface SubAttributeDefinition {
  /** Data type; `string` when left out. A sub-attribute cannot be complex (RFC 7643 section 2.3.8). */
  readonly type?: Exclude<AttributeType, 'complex'>;
  /** True when the attribute holds a list. */
  readonly multiValued?: boolean;
  /** What the attribute means, in words; published by `/Schemas`. */
  readonly description?: string;
  /** True when a value must be there. */
  readonly required?: boolean;
  /** Suggested values, for example `work` and `home`. */
  readonly canonicalValues?: readonly string[];
  /** True when `canonicalValues` are the only ones allowed. */
  readonly closed?: boolean;
  /** True when letter case matters in comparison. References and binaries always are. */
  readonly caseExact?: boolean;
  readonly mutability?: Mutability;
  readonly returned?: Returned;
  readonly uniqueness?: Uniqueness;
  /** For references: names of resource types, `external` or `uri`. */
  readonly referenceTypes?: readonly string[];
  /**
   * True when stores should make filters on this attribute fast. On a complex attribute it means all of its
   * sub-attributes, so that conditions on the same element (`emails[type eq "work" and value sw "jo"]`) are fast.
   */
  readonly indexed?: boolean;
  /** What the attribute is for; see {@link DeclaredRole}. */
  readonly roles?: readonly DeclaredRole[];
  /**
   * Marks a string that must not be kept or shown as it came, such as a password. The server's policy for secrets says
   * what is stored in its place; events and logs never carry it. Such an attribute is writeOnly and never returned.
   */
  readonly secret?: boolean;
  /** What the text is; see {@link ValueFormat}. */
  readonly format?: ValueFormat;
}

/** The characteristics that a top-level attribute can declare. */
export interface AttributeDefinition extends Omit<SubAttributeDefinition, 'type'> {
  readonly type?: AttributeType;
  /** The parts of a complex attribute, by name. */
  readonly subAttributes?: Readonly<Record<string, SubAttributeDefinition>>;
  /**
   * Makes a multi-valued complex attribute a *reference set*: a set of references to other resources of this
   * server, kept by `value`, stored as rows of their own and changed by deltas. `Group.members` is one.
   * Its `$ref` sub-attribute names in `referenceTypes` which types it may hold.
   */
  readonly referenceSet?: boolean;
  /**
   * Makes a complex attribute a *reference*: its `value` is the id of a resource of this server, kept in the document as
   * the client sent it. `referenceTypes` of its `$ref` name the types it may lead to. Where the id is known, responses
   * get `$ref` and the readOnly parts from the server: `type` is the resource's type, any other string its display name.
   * An id that is not known, such as an e-mail address, stays as it is. The extension's `manager` is one.
   */
  readonly reference?: boolean;
  /** Makes a readOnly attribute the other side of the reference sets that hold this resource: `User.groups`. */
  readonly derivedFrom?: 'memberOf';
  /**
   * Prepares a string before it is compared. `username` maps full-width letters to their plain form first
   * (PRECIS UsernameCaseMapped, RFC 8265 section 3.3).
   */
  readonly prepare?: 'username';
}

/** A schema as data: what `/Schemas` publishes, what is validated, and what TypeScript types are inferred from. */
export interface SchemaDefinition {
  /** The schema's URN. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly attributes: Readonly<Record<string, AttributeDefinition>>;
}

/** An attribute of a {@link PublishedSchemaDefinition}: its parts may be complex themselves. */
export interface PublishedAttributeDefinition extends Omit<AttributeDefinition, 'subAttributes'> {
  readonly subAttributes?: Readonly<Record<string, PublishedAttributeDefinition>>;
}

/**
 * A schema that is published by `/Schemas` and describes what the service provider says about itself. Every
 * {@link SchemaDefinition} is one. The schema of Schema itself is the one that nests a complex attribute in a
 * complex one (RFC 7643 section 7, erratum 8415), so it is only ever this and never compiled to a resource type.
 */
export interface PublishedSchemaDefinition extends Omit<SchemaDefinition, 'attributes'> {
  readonly attributes: Readonly<Record<string, PublishedAttributeDefinition>>;
}

/** A schema that extends another one; its attributes live under its URN. */
export interface ExtensionDefinition extends SchemaDefinition {
  readonly kind: 'extension';
}

/** One extension of a resource type. RFC 7643 section 6. */
export interface ExtensionUse {
  readonly schema: ExtensionDefinition;
  /** True when every resource of the type must carry the extension. */
  readonly required?: boolean;
}

/** A resource type as data. RFC 7643 section 6. */
export interface ResourceTypeDefinition {
  /** Unique and case exact, for example `User`. */
  readonly name: string;
  /** Path below the base URL, for example `/Users`. */
  readonly endpoint: string;
  readonly description?: string;
  readonly schema: SchemaDefinition;
  readonly extensions?: readonly ExtensionUse[];
}
