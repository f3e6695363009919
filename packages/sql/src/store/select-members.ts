import type { Member, Stored, Want } from '@scimkit/core';

/** How many members are selected for a want with a limit: one more than it says, which tells whether there are others. */
export function mostMembers({ members }: Want): number | undefined {
  return typeof members === 'boolean' ? undefined : members.limit + 1;
}

/** Cuts members that were selected like that, in the order of their ids. The last one shown is where the others begin. */
export function cutMembers(
  members: readonly Member[],
  limit: number,
): Pick<Stored, 'members' | 'membersNext'> {
  const last = members.length > limit ? members[limit - 1] : undefined;
  return last === undefined ? { members } : { members: members.slice(0, limit), membersNext: last.id };
}
