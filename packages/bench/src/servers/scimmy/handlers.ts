import SCIMMY from 'scimmy';
import type { DirectoryOfMaps, GroupRecord, UserRecord } from './directory-of-maps.ts';

/** What the handlers use of SCIMMY's resource instance. */
interface Asked {
  readonly id?: string;
  readonly filter?: SCIMMY.Types.Filter;
  constraints?: { readonly startIndex?: number; readonly count?: number };
}

/** What the `context` function of the routers gives. */
export interface Context {
  readonly directory: DirectoryOfMaps;
}

/** Makes or replaces a user: the `ingress` of SCIMMY's documentation. */
export function takeUser({ id }: Asked, instance: SCIMMY.Schemas.User, { directory }: Context) {
  const { schemas, userName, name, emails, displayName, locale, externalId, active } = plain(instance);
  const attributes = {
    schemas,
    userName: String(userName),
    name,
    emails,
    displayName,
    locale,
    externalId,
    active,
  };
  const user = id === undefined ? directory.createUser(attributes) : directory.replaceUser(id, attributes);
  if (user !== undefined) return showUser(user);
  if (id !== undefined) throw notFound(id);
  throw new SCIMMY.Types.Error(409, 'uniqueness', 'The userName is taken.');
}

/** Gives a user, those of a filter, or a page of all: the `egress` of SCIMMY's documentation. */
export function giveUsers(asked: Asked, { directory }: Context) {
  if (asked.id !== undefined) {
    const user = directory.users.get(asked.id);
    if (user === undefined) throw notFound(asked.id);
    return showUser(user);
  }
  if (asked.filter !== undefined) {
    const userName = wantedUserName(asked.filter);
    if (userName === undefined) return asked.filter.match([...directory.users.values()].map(showUser));
    const user = directory.byName(userName);
    return user === undefined ? [] : [showUser(user)];
  }
  // SCIMMY cuts the page out of what the handler returns, and makes an object of every user before. Handing in one page and the
  // number of all is what its ListResponse takes; it is right for a first page and for pages that begin beyond their own length.
  const { startIndex = 1, count = 20 } = asked.constraints ?? {};
  const constraints = { startIndex, count, totalResults: directory.order.length };
  asked.constraints = constraints;
  return directory.order.slice(startIndex - 1, startIndex - 1 + count).flatMap((id) => {
    const user = directory.users.get(id);
    return user === undefined ? [] : [showUser(user)];
  });
}

/** Makes or replaces a group. */
export function takeGroup({ id }: Asked, instance: SCIMMY.Schemas.Group, { directory }: Context) {
  const { displayName, members } = plain(instance);
  const ids = (Array.isArray(members) ? members : []).map(({ value }) => String(value));
  const name = String(displayName);
  const group = id === undefined ? directory.createGroup(name, ids) : directory.replaceGroup(id, name, ids);
  if (group === undefined) throw notFound(id ?? '');
  return showGroup(group);
}

/** Gives a group with its members; SCIMMY takes out of it what was not asked for. */
export function giveGroups({ id = '' }: Asked, { directory }: Context) {
  const group = directory.groups.get(id);
  if (group === undefined) throw notFound(id);
  return showGroup(group);
}

/** The name in a filter that is just `userName eq`, which an application would look up in an index. */
function wantedUserName(filter: SCIMMY.Types.Filter): string | undefined {
  const [only, ...others] = [...filter] as Record<string, unknown>[]; // its elements are expressions by attribute
  const condition = only?.userName;
  if (others.length > 0 || Object.keys(only ?? {}).length !== 1 || !Array.isArray(condition))
    return undefined;
  const [operator, value] = condition;
  return operator === 'eq' && typeof value === 'string' ? value : undefined;
}

function showUser({ id, attributes, created, modified: lastModified, groups }: UserRecord) {
  const memberships = [...groups.values()].map(({ id: value, displayName: display }) => ({
    value,
    display,
    type: 'direct',
  }));
  return { ...attributes, id, groups: memberships, meta: { created, lastModified } };
}

function showGroup({ id, displayName, created, modified: lastModified, members }: GroupRecord) {
  const shown = [...members.values()].map(({ id: value, attributes }) => ({
    value,
    type: 'User',
    display: attributes.displayName,
  }));
  return { id, displayName, members: shown, meta: { created, lastModified } };
}

/** SCIMMY's instances validate at every access; plain data does not. */
function plain(instance: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(instance));
}

function notFound(id: string) {
  return new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
}
