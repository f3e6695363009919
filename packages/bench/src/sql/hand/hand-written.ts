import type { UserDocument } from '../data/documents.ts';

/** A user as a handler gets it. */
export interface Found {
  readonly id: string;
  readonly version: string;
  readonly created: number;
  readonly modified: number;
  readonly document: Readonly<Record<string, unknown>>;
  /** The groups that the user is in, where they were asked for. */
  readonly groups?: readonly InGroup[];
}

/** A group that holds a user. */
export interface InGroup {
  readonly id: string;
  readonly display: string | null;
}

/** node:sqlite answers at once, servers later. */
export type Answer<T> = T | Promise<T>;

/**
 * What a good engineer would write by hand for these requests alone, on the store's tables and with the same driver:
 * prepared statements, a transaction around each write, the same rows in the same tables, and the document parsed and
 * written as JSON. It knows what it is asked for: there is no filter but these, no other attribute, no policy, no event.
 */
export interface HandWritten {
  readonly read: (tenant: number, id: string) => Answer<Found | undefined>;
  /** With the groups that hold the user, which it takes not to nest. */
  readonly readWithGroups: (tenant: number, id: string) => Answer<Found | undefined>;
  readonly byUserName: (tenant: number, userName: string) => Answer<readonly Found[]>;
  readonly byExternalId: (tenant: number, externalId: string) => Answer<readonly Found[]>;
  readonly byMail: (tenant: number, value: string) => Answer<readonly Found[]>;
  readonly byWorkMail: (tenant: number, value: string) => Answer<readonly Found[]>;
  /** A page in the order of ids, after one of them. */
  readonly page: (tenant: number, after: string | undefined, limit: number) => Answer<readonly Found[]>;
  /** The first page, with the groups of each. */
  readonly pageWithGroups: (tenant: number, limit: number) => Answer<readonly Found[]>;
  /** A page in the order of user names, after one of them. */
  readonly pageByUserName: (tenant: number, after: string, limit: number) => Answer<readonly Found[]>;
  /** The id of the user that was made; `undefined` when the name is taken. */
  readonly create: (tenant: number, document: UserDocument, at: number) => Answer<string | undefined>;
  readonly remove: (tenant: number, id: string, at: number) => Answer<boolean>;
  /** Changes the title and `active`. */
  readonly patch: (tenant: number, id: string, change: Profile, at: number) => Answer<Found | undefined>;
  /** Changes the address at work, which is the first. */
  readonly patchMail: (tenant: number, id: string, mail: string, at: number) => Answer<Found | undefined>;
  readonly addMember: (tenant: number, group: string, member: string, at: number) => Answer<boolean>;
  readonly removeMember: (tenant: number, group: string, member: string, at: number) => Answer<boolean>;
}

/** What {@link HandWritten.patch} changes. */
export interface Profile {
  readonly title: string;
  readonly active: boolean;
}
