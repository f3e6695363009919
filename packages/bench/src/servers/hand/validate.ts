import type { UserDocument } from './backend.ts';

/** A refusal, with the status to send. */
export class Refusal extends Error {
  readonly status: number;
  readonly scimType: string | undefined;

  constructor(status: number, message: string, scimType?: string) {
    super(message);
    this.status = status;
    this.scimType = scimType;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads a user from a body: what is known is checked, what is not is dropped, passwords and groups among it. */
export function readUser(body: unknown): UserDocument {
  const given = object(body, 'The body');
  if (
    !Array.isArray(given.schemas) ||
    !given.schemas.includes('urn:ietf:params:scim:schemas:core:2.0:User')
  ) {
    throw invalid('schemas');
  }
  const userName = text(given.userName, 'userName');
  if (userName === undefined || userName === '') throw invalid('userName');
  const user: Record<string, unknown> = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName };
  if (given.name !== undefined) user.name = readName(given.name);
  if (given.emails !== undefined) user.emails = readEmails(given.emails);
  for (const name of ['displayName', 'locale', 'externalId']) {
    const value = text(given[name], name);
    if (value !== undefined) user[name] = value;
  }
  if (given.active !== undefined) user.active = boolean(given.active, 'active');
  return user as unknown as UserDocument; // every property was just checked
}

/** The one form of PATCH for users: `replace` with `{ active }`. */
export function readActivePatch(body: unknown): boolean {
  const { op, value } = readOperation(body);
  if (op !== 'replace') throw invalid('op');
  return boolean(object(value, 'value').active, 'active');
}

/** The one form of PATCH for groups: `add` to `members`. */
export function readMembersPatch(body: unknown): string[] {
  const { op, path, value } = readOperation(body);
  if (op !== 'add' || path !== 'members' || !Array.isArray(value)) throw invalid('path');
  return value.map((member) => text(object(member, 'members').value, 'members.value') ?? '');
}

function readOperation(body: unknown) {
  const { schemas, Operations: operations } = object(body, 'The body');
  if (!Array.isArray(schemas) || !schemas.includes('urn:ietf:params:scim:api:messages:2.0:PatchOp')) {
    throw invalid('schemas');
  }
  if (!Array.isArray(operations) || operations.length !== 1) throw invalid('Operations');
  const { op, path, value } = object(operations[0], 'Operations');
  return { op: text(op, 'op')?.toLowerCase(), path, value };
}

function readName(value: unknown) {
  const name: Record<string, string> = {};
  const given = object(value, 'name');
  for (const part of [
    'formatted',
    'familyName',
    'givenName',
    'middleName',
    'honorificPrefix',
    'honorificSuffix',
  ]) {
    const value = text(given[part], `name.${part}`);
    if (value !== undefined) name[part] = value;
  }
  return name;
}

function readEmails(value: unknown) {
  if (!Array.isArray(value)) throw invalid('emails');
  let primaries = 0;
  const emails = value.map((element) => {
    const given = object(element, 'emails');
    const email: Record<string, unknown> = { value: text(given.value, 'emails.value') };
    if (given.type !== undefined) email.type = text(given.type, 'emails.type');
    if (given.primary !== undefined) email.primary = boolean(given.primary, 'emails.primary');
    if (email.primary === true) primaries += 1;
    return email;
  });
  if (primaries > 1) throw invalid('emails.primary');
  return emails;
}

function object(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(what);
  return value as Fields; // what an object is was just asked
}

function text(value: unknown, what: string): string | undefined {
  if (value !== undefined && typeof value !== 'string') throw invalid(what);
  return value;
}

function boolean(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw invalid(what);
  return value;
}

function invalid(what: string): Refusal {
  return new Refusal(400, `${what} is missing or of the wrong kind.`, 'invalidValue');
}
