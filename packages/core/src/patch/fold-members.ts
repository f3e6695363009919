import { badRequest } from '../errors/bad-request.ts';
import { matchesElement } from '../filter/matches-element.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ReadMember } from '../schema/read-options.ts';
import type { CurrentMember, MatchingStep, MemberDelta, MemberStep } from './member-step.ts';

/**
 * Folds the steps on a reference set into one change that is free of order, exactly: the last word on each member counts,
 * and a `clear` forgets what was said before it. Adding somebody and removing them again is a removal, since they may have
 * been in the set before.
 *
 * @param steps - In the order of the operations.
 * @returns The change, or `undefined` when the steps come to nothing.
 */
export function foldMembers(steps: readonly MemberStep[]): MemberDelta | undefined {
  const fold = new MemberFold();
  for (const step of steps) if (step.kind !== 'matching') fold.take(step);
  return fold.delta();
}

/**
 * The same where some steps ask who is in the set.
 *
 * @param attribute - The reference set.
 * @param current - Everybody in it.
 * @param maxVisits - How many comparisons of a member with a filter the steps may take beside ten looks at the whole set.
 * @throws ScimError 400 `noTarget` when a step finds nobody and needs somebody, `mutability` when it would change a
 *   member that stays, `tooMany` when the steps take too many comparisons.
 */
export function foldMatchingMembers(
  steps: readonly MemberStep[],
  attribute: AttributeRef,
  current: readonly CurrentMember[],
  maxVisits: number,
): MemberDelta | undefined {
  const fold = new MemberFold();
  const present = new Map(current.map((member) => [member.id, elementOf(member)]));
  let visitsLeft = maxVisits + 10 * current.length;
  const take = (step: Exclude<MemberStep, MatchingStep>): void => {
    fold.take(step);
    if (step.kind === 'clear') present.clear();
    else if (step.kind === 'remove') for (const id of step.ids) present.delete(id);
    else
      for (const { id, type } of step.members) if (!present.has(id)) present.set(id, elementOf({ id, type }));
  };
  for (const step of steps) {
    if (step.kind !== 'matching') {
      take(step);
      continue;
    }
    visitsLeft -= present.size;
    if (visitsLeft < 0)
      throw badRequest('tooMany', 'The operations of this message look through too many members.');
    for (const resolved of resolveMatching(step, present, attribute)) take(resolved);
  }
  return fold.delta();
}

type Element = { readonly value: string; readonly type?: string; readonly display?: string };

/** A member as an element of the attribute, for filters. Who was added a moment ago has no display name yet. */
function elementOf({
  id,
  type,
  display,
}: {
  id: string;
  type?: string | undefined;
  display?: string;
}): Element {
  return {
    value: id,
    ...(type === undefined ? undefined : { type }),
    ...(display === undefined ? undefined : { display }),
  };
}

function resolveMatching(
  step: MatchingStep,
  present: ReadonlyMap<string, Element>,
  attribute: AttributeRef,
): readonly Exclude<MemberStep, MatchingStep>[] {
  const { filter, change, member, otherwise } = step;
  const found = [...present.values()].filter((element) => matchesElement(filter, element, attribute));
  if (found.length === 0) {
    if (otherwise === 'nothing') return [];
    if (otherwise !== 'refuse') return [{ kind: 'add', members: [otherwise] }];
    throw badRequest('noTarget', `No value of "${attribute.path}" matches the filter in the path.`);
  }
  if (change === 'keep') {
    if (found.every((element) => says(member.id, element.value) && says(member.type, element.type)))
      return [];
    throw badRequest(
      'mutability',
      `Members of "${attribute.path}" cannot be changed; remove them and add others.`,
    );
  }
  const removal = { kind: 'remove', ids: found.map((element) => element.value) } as const;
  if (change === 'remove' || member.id === undefined) return [removal];
  return [removal, { kind: 'add', members: [{ ...member, id: member.id }] }];
}

/** Does a part that may be left out say the same? */
function says(given: string | undefined, is: string | undefined): boolean {
  return given === undefined || given === is;
}

/** What is known about each member after the steps so far. */
class MemberFold {
  private clear = false;
  private readonly add = new Map<string, ReadMember>();
  private readonly remove = new Set<string>();

  take(step: Exclude<MemberStep, MatchingStep>): void {
    switch (step.kind) {
      case 'clear':
        this.clear = true;
        this.add.clear();
        this.remove.clear();
        break;
      case 'add':
        for (const member of step.members) this.takeOne(member);
        break;
      case 'remove':
        for (const id of step.ids) {
          this.add.delete(id);
          // Nobody is left to be removed from a set that has been cleared.
          if (!this.clear) this.remove.add(id);
        }
        break;
    }
  }

  private takeOne(member: ReadMember): void {
    this.remove.delete(member.id);
    // Who comes twice keeps the type that one of them says.
    if (this.add.get(member.id)?.type === undefined) this.add.set(member.id, member);
  }

  delta(): MemberDelta | undefined {
    if (!this.clear && this.add.size === 0 && this.remove.size === 0) return undefined;
    return { clear: this.clear, add: [...this.add.values()], remove: [...this.remove] };
  }
}
