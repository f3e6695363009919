import type { AttributeRef, ResourceModel } from '@scimkit/core';
import { fromHex, toHex } from '../codec/hex.ts';
import { bytesOf, decodeId } from '../codec/resource-id.ts';
import type { View } from '../store/context.ts';
import { incomplete } from './index-registry.ts';
import { keyRuleOf } from './key-rule.ts';
import type { ReindexProblem } from './reindex.ts';
import type { ReindexStatements } from './reindex-statements.ts';
import { rekeyResource } from './rekey-resource.ts';

/** How far a reindex of a type has come: the tenant, and the last resource of it. */
export interface Walked {
  readonly tenant: number;
  readonly id: Uint8Array;
}

export const beginning: Walked = { tenant: 0, id: new Uint8Array() };

/** A place as the database remembers it. */
export function walkedText({ tenant, id }: Walked): string {
  return `${tenant}/${toHex(id)}`;
}

/** The place of a text; the beginning for one that this release has not written. */
export function walkedFrom(text: string): Walked {
  const [, tenant, id] = /^(\d{1,16})\/((?:[0-9a-f]{2})*)$/.exec(text) ?? [];
  return tenant === undefined || id === undefined ? beginning : { tenant: Number(tenant), id: fromHex(id) };
}

/** What is walked, and how. */
export interface Walk {
  readonly statements: ReindexStatements;
  readonly model: ResourceModel;
  readonly type: number;
  readonly batch: number;
  /** True when the place is remembered, for a reindex of all tenants. */
  readonly remember: boolean;
  /** Told of each resource that is left without a key. */
  readonly onProblem: (problem: ReindexProblem) => void;
}

/** What a slice came to. */
export interface SliceResult {
  readonly resources: number;
  readonly changed: number;
  /** Where the next one begins; absent after the last of the tenant. */
  readonly next?: Walked;
}

/** Rebuilds the keys of a few resources, in one transaction. */
export async function walkSlice(view: View, walk: Walk, from: Walked): Promise<SliceResult> {
  const { statements, model, type, batch } = walk;
  const owner = { tenant: from.tenant, type };
  let copies = { types: view.context.types, indexes: view.context.indexes };
  let problems: ReindexProblem[] = [];
  const result = await view.session.atomic(async (session) => {
    copies = { types: view.context.types.fork(), indexes: view.context.indexes.fork() };
    problems = [];
    const inside = { session, context: { ...view.context, ...copies } };
    const rows = await session.all(statements.slice, { ...owner, id: from.id, limit: batch });
    let changed = 0;
    for (const row of rows) {
      const rekeying = await rekeyResource(inside, statements, model, owner, row);
      if (rekeying.changed) changed += 1;
      for (const { attribute, problem } of rekeying.problems) {
        problems.push({
          tenant: String(from.tenant),
          type: model.name,
          id: decodeId(row.id),
          attribute: attribute.path,
          problem,
        });
        if (walk.remember) await leaveIncomplete(inside, type, attribute);
      }
    }
    const last = rows.at(-1);
    if (last === undefined) return { resources: 0, changed };
    const next = { tenant: from.tenant, id: bytesOf(last.id) };
    if (walk.remember) {
      await session.run(view.context.indexes.statements.walk, { type, walked: walkedText(next) });
    }
    return { resources: rows.length, changed, ...(rows.length < batch ? {} : { next }) };
  });
  view.context.types.adopt(copies.types);
  view.context.indexes.adopt(copies.indexes);
  for (const problem of problems) walk.onProblem(problem);
  return result;
}

/** At once, so that a reindex which is interrupted does not go on as if nothing had been. */
async function leaveIncomplete(
  { session, context }: View,
  type: number,
  attribute: AttributeRef,
): Promise<void> {
  await session.run(context.indexes.statements.set, { type, ...keyRuleOf(attribute), state: incomplete });
}
