import { badRequest } from '../errors/bad-request.ts';
import { ScimError } from '../errors/scim-error.ts';
import { isRecord } from '../schema/is-record.ts';
import { namesSchema } from '../schema/names-schema.ts';
import type { PatchOperation } from './patch-operation.ts';
import { quote } from './quote.ts';

/** The message schema of a PATCH body. RFC 7644 section 3.5.2. */
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/**
 * Okta sends one `remove` for each leaver of a group and authentik one operation for each member. At some hundred bytes
 * apiece, 10,000 of them fill a body of one megabyte, so a larger number would be refused by the body limit anyway.
 */
const MAX_OPERATIONS = 10_000;

const OPS: ReadonlySet<string> = new Set(['add', 'remove', 'replace']);

/** How {@link parsePatch} reads a message. */
export interface ParsePatchOptions {
  /** The most operations that one message may carry; 10,000 when left out. More are a 413. */
  readonly maxOperations?: number;
  /**
   * Must the message have `schemas` (PAT-02)? True when left out. What does not name the PatchOp message is refused either
   * way.
   */
  readonly requireSchema?: boolean;
  /** Told the name of the rewrite, `patch-schemas-missing`, when the message got by without it. */
  readonly onTolerated?: (name: string) => void;
}

/**
 * Reads the body of a PATCH request: its structure only, no attribute names and no values.
 *
 * Member names are matched in any letter case (PAT-03) and so is `op`, which Microsoft Entra ID sends as `Replace`
 * (PAT-04). Members that are not known are skipped: clients add an `id` to the message or a `name` to an operation.
 *
 * @param body - The parsed JSON body.
 * @param options - What to tolerate, and the limit.
 * @returns The operations in their order, at least one.
 * @throws ScimError 400 `invalidSyntax` when the structure is wrong, `invalidValue` when an add or replace has no value
 *   (PAT-15), `noTarget` when a remove has no path (PAT-16); 413 when there are too many operations.
 * @see RFC 7644 section 3.5.2
 * @example
 * ```ts
 * import { parsePatch } from '@scimkit/core';
 *
 * const operations = parsePatch({
 *   schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
 *   Operations: [{ op: 'Replace', path: 'active', value: false }],
 * });
 * // [{ op: 'replace', path: 'active', value: false }]
 * ```
 */
export function parsePatch(body: unknown, options: ParsePatchOptions = {}): readonly PatchOperation[] {
  if (!isRecord(body)) {
    throw badRequest('invalidSyntax', `A PATCH body is a JSON object, not ${kindOf(body)}.`);
  }
  const message = membersOf(body, ['schemas', 'operations'], 'the PATCH message');
  checkSchemas(message.get('schemas'), options);
  const list = message.get('operations');
  if (list === undefined) {
    throw badRequest('invalidSyntax', 'The PATCH message has no "Operations", a list of one or more.');
  }
  if (!Array.isArray(list) || list.length === 0) {
    const found = Array.isArray(list) ? 'an empty list' : kindOf(list);
    throw badRequest('invalidSyntax', `"Operations" is a list of one or more operations, not ${found}.`);
  }
  const limit = options.maxOperations ?? MAX_OPERATIONS;
  if (list.length > limit) {
    throw new ScimError(413, `A PATCH message may carry ${limit} operations; this one has ${list.length}.`);
  }
  return list.map((operation: unknown, index) => parseOperation(operation, index + 1));
}

/**
 * Clients are known to leave `schemas` out; `null` and an empty list are the same to JSON serializers (RFC 7643 section
 * 2.5). Nobody is known to name another schema: a message that does is not meant for PATCH, and its operations may mean
 * something else.
 */
function checkSchemas(schemas: unknown, { requireSchema = true, onTolerated }: ParsePatchOptions): void {
  const given: unknown[] | undefined = Array.isArray(schemas) ? schemas : undefined;
  if (namesSchema(schemas, PATCH_OP)) return;
  const missing = schemas === undefined || schemas === null || given?.length === 0;
  if (missing && !requireSchema) {
    onTolerated?.('patch-schemas-missing');
    return;
  }
  const [first] = given ?? [];
  const found = missing ? 'none' : typeof first === 'string' ? quote(first) : kindOf(first ?? schemas);
  throw badRequest(
    'invalidSyntax',
    `The "schemas" of a PATCH message is ["${PATCH_OP}"]; this one has ${found}.`,
  );
}

function parseOperation(operation: unknown, number: number): PatchOperation {
  if (!isRecord(operation)) {
    throw badRequest('invalidSyntax', `Operation ${number} is not an object but ${kindOf(operation)}.`);
  }
  const members = membersOf(operation, ['op', 'path', 'value'], `operation ${number}`);
  const op = parseOp(members.get('op'), number);
  // `"path": null` is what serializers make of a path that is not there (RFC 7643 section 2.5).
  const path = members.get('path') ?? undefined;
  if (path !== undefined && typeof path !== 'string') {
    throw badRequest('invalidPath', `The path of operation ${number} is not a string but ${kindOf(path)}.`);
  }
  const value = members.get('value');
  if (op === 'remove' && path === undefined) {
    throw badRequest('noTarget', `Operation ${number} is a remove without a path: name what to remove.`);
  }
  if (op !== 'remove' && value === undefined) {
    throw badRequest(
      'invalidValue',
      `Operation ${number}, "${op}", has no value. To clear an attribute send null.`,
    );
  }
  return {
    op,
    ...(path === undefined ? undefined : { path }),
    ...(value === undefined ? undefined : { value }),
  };
}

function parseOp(op: unknown, number: number): PatchOperation['op'] {
  const name = typeof op === 'string' ? op.toLowerCase() : undefined;
  if (name === undefined || !OPS.has(name)) {
    const found = typeof op === 'string' ? quote(op) : kindOf(op);
    throw badRequest(
      'invalidSyntax',
      `The op of operation ${number} is ${found}; it has to be add, remove or replace.`,
    );
  }
  // The set above holds exactly the names of the type.
  return name as PatchOperation['op'];
}

/** The wanted members by lower-cased name. Two spellings of one name cannot be told apart: REP-10. */
function membersOf(
  object: Readonly<Record<string, unknown>>,
  wanted: readonly string[],
  where: string,
): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const key of Object.keys(object)) {
    const name = wanted.includes(key) ? key : key.toLowerCase();
    if (!wanted.includes(name)) continue;
    if (found.has(name)) {
      throw badRequest(
        'invalidSyntax',
        `The member "${key}" of ${where} occurs twice, in different letter case.`,
      );
    }
    found.set(name, object[key]);
  }
  return found;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
