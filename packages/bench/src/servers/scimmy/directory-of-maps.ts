import { randomUUID } from 'node:crypto';

/** A user as the handlers keep it: what SCIMMY hands in, without its classes. */
export interface UserRecord {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>> & { readonly userName: string };
  readonly created: Date;
  readonly modified: Date;
  readonly groups: Map<string, GroupRecord>;
}

/** A group with its members by id. */
export interface GroupRecord {
  readonly id: string;
  readonly displayName: string;
  readonly created: Date;
  readonly modified: Date;
  members: Map<string, UserRecord>;
}

/** What an application puts behind SCIMMY's handlers here: the same Maps that the hand-written server has. */
export class DirectoryOfMaps {
  readonly users = new Map<string, UserRecord>();
  readonly groups = new Map<string, GroupRecord>();
  readonly order: string[] = [];
  readonly #byName = new Map<string, string>();

  byName(userName: string): UserRecord | undefined {
    return this.users.get(this.#byName.get(userName.toLowerCase()) ?? '');
  }

  /** `undefined` when the user name is taken. */
  createUser(attributes: UserRecord['attributes']): UserRecord | undefined {
    const key = attributes.userName.toLowerCase();
    if (this.#byName.has(key)) return undefined;
    const now = new Date();
    const user = { id: randomUUID(), attributes, created: now, modified: now, groups: new Map() };
    this.users.set(user.id, user);
    this.#byName.set(key, user.id);
    this.order.push(user.id);
    return user;
  }

  replaceUser(id: string, attributes: UserRecord['attributes']): UserRecord | undefined {
    const user = this.users.get(id);
    if (user === undefined) return undefined;
    const replaced = { ...user, attributes, modified: new Date() };
    this.users.set(id, replaced);
    for (const group of replaced.groups.values()) group.members.set(id, replaced);
    return replaced;
  }

  createGroup(displayName: string, members: readonly string[]): GroupRecord {
    const now = new Date();
    const group: GroupRecord = {
      id: randomUUID(),
      displayName,
      created: now,
      modified: now,
      members: new Map(),
    };
    this.groups.set(group.id, group);
    this.#enrol(group, members);
    return group;
  }

  /** SCIMMY hands in the whole group, whatever has changed. */
  replaceGroup(id: string, displayName: string, members: readonly string[]): GroupRecord | undefined {
    const group = this.groups.get(id);
    if (group === undefined) return undefined;
    const left = new Set(group.members.keys());
    for (const member of members) left.delete(member);
    for (const member of left) this.users.get(member)?.groups.delete(id);
    const replaced = { ...group, displayName, modified: new Date(), members: new Map() };
    this.groups.set(id, replaced);
    this.#enrol(replaced, members);
    return replaced;
  }

  #enrol(group: GroupRecord, members: readonly string[]): void {
    for (const member of members) {
      const user = this.users.get(member);
      if (user === undefined) continue;
      group.members.set(member, user);
      user.groups.set(group.id, group);
    }
  }
}
