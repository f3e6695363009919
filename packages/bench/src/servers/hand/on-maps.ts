import { hash, randomUUID } from 'node:crypto';
import type { groupBody, userBody } from '../../dataset/bodies.ts';
import { token } from '../../dataset/directory.ts';
import { fill } from '../../dataset/fill.ts';
import type { Start } from '../competitor.ts';
import type { Backend, Shown, UserDocument } from './backend.ts';
import { handWritten } from './listener.ts';
import { readUser } from './validate.ts';

interface User {
  readonly id: string;
  document: UserDocument;
  version: number;
  readonly created: string;
  modified: string;
  /** The groups the user is in; most users are in few. */
  readonly groups: Map<string, Group>;
}

interface Group {
  readonly id: string;
  readonly displayName: string;
  version: number;
  readonly created: string;
  modified: string;
  readonly members: Map<string, User>;
}

/** A tenant over Maps: by id, by user name without regard to case, in the order of creation, and members both ways. */
class Maps implements Backend {
  readonly #digests = new Set([hash('sha256', token, 'hex')]);
  readonly #users = new Map<string, User>();
  readonly #byName = new Map<string, User>();
  readonly #order: User[] = [];
  readonly #groups = new Map<string, Group>();

  hasToken(digest: string) {
    return this.#digests.has(digest);
  }

  user(base: string, id: string) {
    const user = this.#users.get(id);
    return user === undefined ? undefined : showUser(base, user);
  }

  userByName(base: string, userName: string) {
    const user = this.#byName.get(userName.toLowerCase());
    return user === undefined ? undefined : showUser(base, user);
  }

  users(base: string, offset: number, limit: number) {
    const shown = this.#order.slice(offset, offset + limit).map((user) => showUser(base, user));
    return { total: this.#order.length, shown };
  }

  createUser(base: string, document: UserDocument) {
    const key = document.userName.toLowerCase();
    if (this.#byName.has(key)) return undefined;
    const now = new Date().toISOString();
    const user = { id: randomUUID(), document, version: 1, created: now, modified: now, groups: new Map() };
    this.#users.set(user.id, user);
    this.#byName.set(key, user);
    this.#order.push(user);
    return showUser(base, user);
  }

  setActive(base: string, id: string, active: boolean) {
    const user = this.#users.get(id);
    if (user === undefined) return undefined;
    if (user.document.active !== active) {
      user.document = { ...user.document, active };
      touch(user);
    }
    return showUser(base, user);
  }

  createGroup(displayName: string) {
    const now = new Date().toISOString();
    const group = {
      id: randomUUID(),
      displayName,
      version: 0,
      created: now,
      modified: now,
      members: new Map(),
    };
    this.#groups.set(group.id, group);
    return group.id;
  }

  group(base: string, id: string, withMembers: boolean) {
    const group = this.#groups.get(id);
    return group === undefined ? undefined : showGroup(base, group, withMembers);
  }

  addMembers(id: string, members: readonly string[]) {
    const group = this.#groups.get(id);
    if (group === undefined) return undefined;
    const users = members.map((member) => this.#users.get(member));
    if (users.includes(undefined)) return undefined;
    const size = group.members.size;
    for (const user of users) {
      if (user === undefined) continue;
      group.members.set(user.id, user);
      user.groups.set(group.id, group);
    }
    if (group.members.size !== size) touch(group);
    return etagOf(group);
  }
}

function showUser(base: string, user: User): Shown {
  const groups = [...user.groups.values()].map(({ id, displayName }) => ({
    value: id,
    $ref: `${base}/Groups/${id}`,
    type: 'direct',
    display: displayName,
  }));
  const shown = { id: user.id, ...user.document, ...(groups.length === 0 ? {} : { groups }) };
  return show(`${base}/Users/${user.id}`, 'User', user, shown);
}

function showGroup(base: string, group: Group, withMembers: boolean): Shown {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
  const shown = { id: group.id, schemas, displayName: group.displayName };
  if (!withMembers) return show(`${base}/Groups/${group.id}`, 'Group', group, shown);
  const members = [...group.members.values()].map(({ id, document }) => ({
    value: id,
    $ref: `${base}/Users/${id}`,
    type: 'User',
    display: document.displayName,
  }));
  return show(`${base}/Groups/${group.id}`, 'Group', group, { ...shown, members });
}

function show(location: string, resourceType: string, record: User | Group, shown: object): Shown {
  const etag = etagOf(record);
  const meta = {
    resourceType,
    created: record.created,
    lastModified: record.modified,
    location,
    version: etag,
  };
  return { id: record.id, etag, json: JSON.stringify({ ...shown, meta }) };
}

function touch(record: User | Group): void {
  record.version += 1;
  record.modified = new Date().toISOString();
}

function etagOf({ version }: User | Group): string {
  return `W/"${version}"`;
}

export const start: Start = async () => {
  const maps = { small: new Maps(), large: new Maps() };
  return {
    listener: handWritten(new Map(Object.entries(maps))),
    fill: (sizes) =>
      fill(
        {
          createUser: (tenant, body) => createdId(maps[tenant], body),
          createGroup: (tenant, body) => createdGroup(maps[tenant], body),
        },
        sizes,
      ),
  };
};

function createdId(maps: Maps, body: ReturnType<typeof userBody>): string {
  const made = maps.createUser('', readUser(body));
  if (made === undefined) throw new Error('The name of a user is taken.');
  return made.id;
}

function createdGroup(maps: Maps, { displayName, members }: ReturnType<typeof groupBody>): string {
  const id = maps.createGroup(displayName);
  maps.addMembers(
    id,
    members.map(({ value }) => value),
  );
  return id;
}
