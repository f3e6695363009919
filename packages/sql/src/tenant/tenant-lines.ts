import { StoreError } from '@scimkit/core';

/** The first line of an export. */
export interface HeadLine {
  readonly scimkit: 'tenant';
  readonly version: 1;
  readonly tenant: {
    readonly id: string;
    /** Absent when the application keeps the tenant itself, and the database knows its name only. */
    readonly slug?: string;
    readonly appRef?: string;
    readonly status?: 'active' | 'suspended';
    readonly createdAt?: number;
  };
}

/** A resource. */
export interface ResourceLine {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly created: number;
  readonly modified: number;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Some members of a group: id, type, and since when. */
export interface MembersLine {
  readonly group: string;
  readonly type: string;
  readonly members: readonly (readonly [id: string, type: string, addedAt: number])[];
}

/** A token, with its digest in hexadecimal digits. */
export interface TokenLine {
  readonly token: {
    readonly id: string;
    readonly digest: string;
    readonly label: string;
    readonly createdAt: number;
    readonly expiresAt?: number;
    readonly revokedAt?: number;
    readonly lastUsedAt?: number;
  };
}

/** The last line, without which an export has been cut off. */
export interface EndLine {
  readonly end: { readonly resources: number; readonly memberships: number; readonly tokens: number };
}

/** A line of an export. */
export type TenantLine =
  | { readonly kind: 'head'; readonly line: HeadLine }
  | { readonly kind: 'resource'; readonly line: ResourceLine }
  | { readonly kind: 'members'; readonly line: MembersLine }
  | { readonly kind: 'token'; readonly line: TokenLine }
  | { readonly kind: 'end'; readonly line: EndLine };

/** In characters; a document is far below, for a request is. */
const longestLine = 32 * 2 ** 20;

/**
 * Reads a line of an export.
 *
 * @throws StoreError `unsupported`, naming the line, when it is none.
 */
export function parseTenantLine(text: string, number: number): TenantLine {
  if (text.length > longestLine) throw refused(number, 'it is longer than any line of an export');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refused(number, 'it is no JSON', cause);
  }
  const found = isObject(value) ? lineOf(value) : undefined;
  if (found === undefined) throw refused(number, 'it is no line of an export');
  return found;
}

/** The refusal of a line, in words that do not repeat what is in it. */
export function refused(line: number, reason: string, cause?: unknown): StoreError {
  return new StoreError(
    'unsupported',
    `Line ${line} of the import: ${reason}.`,
    cause === undefined ? {} : { cause },
  );
}

type Fields = Readonly<Record<string, unknown>>;

/** Each line has been looked at field by field, so that the casts only say what was seen. */
function lineOf(value: Fields): TenantLine | undefined {
  if (value.scimkit === 'tenant') {
    return isHead(value) ? { kind: 'head', line: value as unknown as HeadLine } : undefined;
  }
  if (isObject(value.document)) {
    return isResource(value) ? { kind: 'resource', line: value as unknown as ResourceLine } : undefined;
  }
  if (Array.isArray(value.members)) {
    const isLine = isText(value.group) && isText(value.type) && value.members.every(isMember);
    return isLine ? { kind: 'members', line: value as unknown as MembersLine } : undefined;
  }
  if (isObject(value.token)) {
    return isToken(value.token) ? { kind: 'token', line: value as unknown as TokenLine } : undefined;
  }
  if (!isObject(value.end)) return undefined;
  const { resources, memberships, tokens } = value.end;
  const isLine = [resources, memberships, tokens].every(isWhole);
  return isLine ? { kind: 'end', line: value as unknown as EndLine } : undefined;
}

function isHead({ version, tenant }: Fields): boolean {
  if (version !== 1 || !isObject(tenant) || !isText(tenant.id)) return false;
  const { slug, appRef, status, createdAt } = tenant;
  return (
    [slug, appRef].every((each) => each === undefined || isText(each)) &&
    (status === undefined || status === 'active' || status === 'suspended') &&
    (createdAt === undefined || isWhole(createdAt))
  );
}

function isResource({ type, id, version, created, modified }: Fields): boolean {
  return isText(type) && isText(id) && isWhole(version) && version > 0 && isTime(created) && isTime(modified);
}

function isMember(value: unknown): boolean {
  return Array.isArray(value) && isText(value[0]) && isText(value[1]) && isTime(value[2]);
}

function isToken({ id, digest, label, createdAt, ...times }: Fields): boolean {
  return (
    isText(id) &&
    isText(label) &&
    isTime(createdAt) &&
    typeof digest === 'string' &&
    /^[0-9a-f]{64}$/.test(digest) &&
    [times.expiresAt, times.revokedAt, times.lastUsedAt].every((each) => each === undefined || isTime(each))
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.isWellFormed() && !value.includes('\0');
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
