import { groupBody, userBody, userNameOf } from './bodies.ts';
import type { Directory, KnownUser, Tenant } from './directory.ts';
import { membersOfSmallGroup, type Sizes } from './sizes.ts';

/** How a server makes a resource while it is filled; gives its id. */
export interface Filler {
  readonly createUser: (tenant: Tenant, body: ReturnType<typeof userBody>) => Promise<string> | string;
  readonly createGroup: (tenant: Tenant, body: ReturnType<typeof groupBody>) => Promise<string> | string;
}

/** At most so many users are known to the client; a cache that holds them all would flatter everybody. */
const known = 10_000;

/** Fills a server, the same for every competitor. */
export async function fill(filler: Filler, sizes: Sizes): Promise<Directory> {
  const small = await createUsers(filler, 'small', 0, sizes.small);
  const large = await createUsers(filler, 'large', 0, sizes.large);
  const spare = await createUsers(filler, 'large', sizes.large, sizes.spare);
  const bigGroup = await filler.createGroup('large', groupBody('Everyone', large));
  const smallGroups: string[] = [];
  for (let number = 0; number < sizes.smallGroups; number++) {
    const start = (number * membersOfSmallGroup) % (large.length - membersOfSmallGroup);
    const members = large.slice(start, start + membersOfSmallGroup);
    smallGroups.push(await filler.createGroup('large', groupBody(`Team ${number}`, members)));
  }
  return { sizes, users: { small: sample(small), large: sample(large) }, spare, smallGroups, bigGroup };
}

async function createUsers(filler: Filler, tenant: Tenant, from: number, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = from; number < from + count; number++) {
    ids.push(await filler.createUser(tenant, userBody(number)));
  }
  return ids;
}

function sample(ids: readonly string[]): KnownUser[] {
  const step = Math.max(1, Math.floor(ids.length / known));
  return ids.flatMap((id, number) => (number % step === 0 ? [{ id, userName: userNameOf(number) }] : []));
}
