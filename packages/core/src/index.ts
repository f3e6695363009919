export type { Authenticate, AuthenticationRequest, Connection } from './auth/authenticate.ts';
export { digestToken } from './auth/digest-token.ts';
export { type IssuedToken, type IssueTokenOptions, issueToken } from './auth/issue-token.ts';
export { isMintedToken, mintToken } from './auth/mint-token.ts';
export { type TokenAuthenticationOptions, tokenAuthentication } from './auth/token-authentication.ts';
export { ScimError, type ScimErrorOptions, type ScimType } from './errors/scim-error.ts';
export type { BackOff } from './events/back-off.ts';
export { createRelay, type Relay } from './events/create-relay.ts';
export type { Deliver, Delivery } from './events/deliver.ts';
export { DeliveryError, type DeliveryErrorOptions } from './events/delivery-error.ts';
export type { RelayResult } from './events/dispatch.ts';
export type { PostOptions } from './events/post-event.ts';
export type { RelayOptions } from './events/relay-options.ts';
export {
  type SecurityEventClaims,
  type SecurityEventOptions,
  securityEvent,
} from './events/security-event.ts';
export {
  type VerifyWebhookOptions,
  verifyWebhook,
  WebhookVerificationError,
} from './events/verify-webhook.ts';
export { type WebhookMessage, type WebhookOptions, webhook } from './events/webhook.ts';
export { createWebhookSecret, type WebhookSecret } from './events/webhook-secret.ts';
export { compileFilter, type FilterContext } from './filter/compile-filter.ts';
export {
  type ConditionExplanation,
  explainFilter,
  type FilterExplanation,
} from './filter/explain-filter.ts';
export { attributesOf } from './filter/filter-attributes.ts';
export { defaultFilterLimits, type FilterLimits } from './filter/filter-limits.ts';
export type { CompareOp, FilterNode, Key } from './filter/filter-node.ts';
export type { FilterSubject, SubjectReference } from './filter/filter-subject.ts';
export type {
  ConditionWriter,
  FilterText,
  FilterWriter,
  SelectionWriter,
  WrittenFilter,
} from './filter/filter-writer.ts';
export { matches } from './filter/matches.ts';
export { printFilter } from './filter/print-filter.ts';
export { type FilterSupport, type RelaxedFilter, relaxFilter } from './filter/relax-filter.ts';
export { filterFor } from './filter/write-filter.ts';
export type { Defaults } from './operations/compile-defaults.ts';
export type { IdentifyCaller, Limits, ResourceName } from './operations/context.ts';
export type { AuthenticationScheme, Features } from './operations/features.ts';
export type { ChangeEvent, Hooks, PendingChange, Target } from './operations/hooks.ts';
export type { ListRequest } from './operations/list-request.ts';
export type { IncomingSecret, Policies, SealSecret } from './operations/policies.ts';
export { comparePositions, compareSortKeys, sortKeyOf } from './operations/sort-key.ts';
export { compilePatch } from './patch/compile-patch.ts';
export type { JsonPatchOperation } from './patch/json-patch-operation.ts';
export type { CurrentMember, MemberDelta } from './patch/member-step.ts';
export { type ParsePatchOptions, parsePatch } from './patch/parse-patch.ts';
export type { PatchOperation } from './patch/patch-operation.ts';
export { type PatchOptions, type PatchRewrite, strictPatch } from './patch/patch-options.ts';
export type { PatchPlan, PatchResult } from './patch/patch-plan.ts';
export {
  compileTolerance,
  type Fired,
  type PatchTolerance,
  type Tolerance,
} from './profiles/compile-tolerance.ts';
export { defineProfile, type ProfileDefinition } from './profiles/define-profile.ts';
export type { Profile } from './profiles/profile.ts';
export { type ProfileName, profiles } from './profiles/profiles.ts';
export type { Rewrite } from './profiles/rewrite.ts';
export type { ToleranceSwitches } from './profiles/tolerance-switches.ts';
export { type BaseUrl, compileBaseUrl, placeholdersOf } from './protocol/base-url.ts';
export type { Body, Envelope, Outcome } from './protocol/envelope.ts';
export type { Exchange, Log } from './protocol/exchange.ts';
export { compileMount, type Mount, type MountMatch, matchMount } from './protocol/match-mount.ts';
export { respondError } from './protocol/respond-error.ts';
export type {
  ResourceInput,
  ResourceList,
  ResourcePatch,
  ResourceQuery,
  TenantResources,
} from './protocol/tenant-resources.ts';
export { attributeId } from './schema/attribute-id.ts';
export type { AttributePath, PatchPath, SortPath, ValueAt } from './schema/attribute-path.ts';
export type { AttributeRef, Role } from './schema/attribute-ref.ts';
export { compareKeys } from './schema/compare-keys.ts';
export { compileCatalog } from './schema/compile-catalog.ts';
export { compileResourceType } from './schema/compile-resource-type.ts';
export { defineExtension } from './schema/define-extension.ts';
export { defineResourceType } from './schema/define-resource-type.ts';
export { defineSchema } from './schema/define-schema.ts';
export type {
  AttributeDefinition,
  AttributeType,
  DeclaredRole,
  ExtensionDefinition,
  ExtensionUse,
  Mutability,
  PublishedAttributeDefinition,
  PublishedSchemaDefinition,
  ResourceTypeDefinition,
  Returned,
  SchemaDefinition,
  SubAttributeDefinition,
  Uniqueness,
  ValueFormat,
} from './schema/definition.ts';
export { EnterpriseUserSchema } from './schema/definitions/enterprise-user.ts';
export { Group, GroupSchema } from './schema/definitions/group.ts';
export { ResourceTypeSchema } from './schema/definitions/resource-type.ts';
export { SchemaSchema } from './schema/definitions/schema.ts';
export { ServiceProviderConfigSchema } from './schema/definitions/service-provider-config.ts';
export { User, UserSchema } from './schema/definitions/user.ts';
export { displayOf, extractKeys } from './schema/extract-keys.ts';
export { foldString } from './schema/fold-string.ts';
export type { Infer, InferInput } from './schema/infer.ts';
export { KEY_VERSION, parseInstant, toKey } from './schema/keys.ts';
export type { ReadMember, ReadOptions } from './schema/read-options.ts';
export { resolveAttribute } from './schema/resolve-attribute.ts';
export type { Catalog, ResourceModel } from './schema/resource-model.ts';
export { valuesAt } from './schema/values-at.ts';
export { createScimServer, type ScimServer, type ScimServerOptions } from './server.ts';
export type { ConnectionStore, Tenant, TokenRecord } from './storage/connection-port.ts';
export type {
  ClaimedEvent,
  ClaimOptions,
  DeliveryFailure,
  EventName,
  Lease,
  OutboxStore,
  ParkedEvent,
} from './storage/outbox-port.ts';
export type {
  Applied,
  Change,
  Delta,
  Draft,
  KeyEntry,
  Member,
  MemberPage,
  MemberRef,
  Membership,
  Next,
  OutboxEvent,
  Page,
  Position,
  Query,
  Removal,
  ResourceStore,
  Scope,
  Stored,
  StoredDocument,
  StoreSupport,
  Support,
  TypeName,
  Want,
} from './storage/port.ts';
export type { ProvisioningEvent } from './storage/provisioning-event.ts';
export { StoreError, type StoreErrorCode, type StoreErrorOptions } from './storage/store-error.ts';
export { createUuidV7, type UuidV7Options, uuidV7Source } from './storage/uuid-v7.ts';
