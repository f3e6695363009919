import { expect } from 'vitest';
import type { Reply } from './scim-client.ts';

const urn = 'urn:ietf:params:scim:schemas:core:2.0';

/** A user with an address of its own. */
export const user = (userName: string) => ({
  schemas: [`${urn}:User`],
  userName,
  emails: [{ value: `${userName}@a.example`, type: 'work' }],
});

/** A group of these members. */
export const group = (displayName: string, members: readonly string[] = []) => ({
  schemas: [`${urn}:Group`],
  displayName,
  members: members.map((value) => ({ value })),
});

/** A PATCH of these operations. */
export const patch = (...Operations: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

/** Adds one value to a list. */
export const adding = (path: string, value: string) => ({ op: 'add', path, value: [{ value }] });

/** The path of a list that is filtered. */
export const filtered = (type: string, filter: string) => `/${type}?filter=${encodeURIComponent(filter)}`;

/** Every kind of request that only reads. */
export const reads = (userId: string, groupId: string): readonly (readonly [string, string])[] => [
  ['GET', `/Users/${userId}`],
  ['GET', '/Users'],
  ['GET', filtered('Users', 'emails.value eq "jo@a.example"')],
  ['GET', `/Groups/${groupId}`],
];

/** Every kind of request that writes; what it makes is called `meanwhile`. */
export const writes = (userId: string, groupId: string): readonly (readonly [string, string, object?])[] => [
  ['POST', '/Users', user('meanwhile')],
  ['POST', '/Groups', group('meanwhile', [userId])],
  ['PUT', `/Users/${userId}`, user('meanwhile')],
  ['PATCH', `/Users/${userId}`, patch({ op: 'replace', path: 'title', value: 'meanwhile' })],
  ['PATCH', `/Groups/${groupId}`, patch(adding('members', userId))],
  ['DELETE', `/Users/${userId}`],
];

/** Nobody waits for a database that is not there for longer than this, in milliseconds. */
export const patience = 20_000;
/** What only the database, the drivers and the operating system speak of. */
const innerWords =
  /ECONN|EPIPE|ENOSPC|127\.0\.0\.1|postgres|maria|mysql|sql|socket|terminat|shut|recover|read.only|standby|pool|disk|scim_/i;

/** The client was told to come back, soon enough, and nothing of what is behind the server. */
export function expectRefusal({ status, retryAfter, text, milliseconds }: Reply): void {
  expect(status, text).toBe(503);
  expect(retryAfter).toMatch(/^[1-9]\d*$/);
  expect(text).not.toMatch(innerWords);
  expect(milliseconds).toBeLessThan(patience);
}
