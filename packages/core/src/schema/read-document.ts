import { badRequest } from '../errors/bad-request.ts';
import { isRecord } from './is-record.ts';
import { readMemberList } from './read-members.ts';
import type { ReadMember, ReadOptions, ReadResult } from './read-options.ts';
import { type Reading, readParts } from './read-parts.ts';
import { planOf } from './read-plan.ts';
import { checkSchemas, schemasOf } from './read-schemas.ts';
import type { ResourceModel } from './resource-model.ts';
import { settleParts } from './settle-value.ts';
import { storedAttributes } from './stored-attributes.ts';
import { validateDocument } from './validate-document.ts';

export type { ReadMember, ReadOptions, ReadResult } from './read-options.ts';

const nothing: ReadonlySet<string> = new Set();

/**
 * Reads the body of a POST or PUT into a document in canonical form. Names are taken in any letter case, what a client
 * cannot write is dropped, what has no value is left out, and everything else is checked: types, required attributes,
 * one primary value a list.
 *
 * @param model - The resource type that the endpoint stands for.
 * @param body - The parsed JSON. It is not changed.
 * @returns The document, the members if the body names them, and which attributes the body clears.
 * @throws ScimError 400 `invalidSyntax` when the structure is wrong, 400 `invalidValue` when a value is.
 * @see RFC 7644 sections 3.3 and 3.5.1
 */
export function readDocument(model: ResourceModel, body: unknown, options: ReadOptions): ReadResult {
  if (!isRecord(body)) throw badRequest('invalidSyntax', 'The body must be a JSON object.');
  const reading: Reading = { options };
  const read = readParts(planOf(model), body, reading) ?? {};
  checkSchemas(model, read.schemas, options);
  const document: Record<string, unknown> = { schemas: undefined, ...read };
  document.schemas = schemasOf(model, read);
  const error = validateDocument(model, document, 'input');
  if (error !== undefined) throw error;
  settleParts(storedAttributes(model), document);
  const assigned = reading.cleared ?? nothing;
  const members = readMembersOf(reading);
  return members === undefined ? { document, assigned } : { document, assigned, members };
}

function readMembersOf(reading: Reading): readonly ReadMember[] | undefined {
  if (reading.members === undefined) return undefined;
  const { field, value } = reading.members;
  if (value === undefined || value === null) return [];
  const { coerce } = reading.options;
  const list = Array.isArray(value) ? value : coerce?.(value, field.attribute, 'whole');
  if (Array.isArray(list)) return readMemberList(field, list, reading);
  throw badRequest('invalidValue', `${field.attribute.path}: expected an array.`);
}
