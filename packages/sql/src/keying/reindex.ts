import { KEY_VERSION, type ResourceModel, type TypeName } from '@scimkit/core';
import type { View } from '../store/context.ts';
import { admitKeys } from './admit-keys.ts';
import { building, incomplete, lease, ready } from './index-registry.ts';
import type { IndexRow } from './index-statements.ts';
import { type KeyRule, keyRuleOf, nameOf } from './key-rule.ts';
import type { ReindexStatements } from './reindex-statements.ts';
import type { KeyProblem } from './rekey-resource.ts';
import { beginning, type Walk, type Walked, walkedFrom, walkedText, walkSlice } from './walk-resources.ts';
import { catalogOf, type Types, type WantedIndex, wantedIndexes } from './wanted-indexes.ts';

/** How keys are rebuilt. */
export interface ReindexOptions {
  /** One tenant alone. Its keys are repaired; what the store can search by does not change. */
  readonly tenant?: string;
  /** How many resources a transaction takes; 200 by default. Others write in between. */
  readonly batch?: number;
  /**
   * How long to wait for writes that have begun before anybody could know, in milliseconds; a second and `busyTimeout` by
   * default. It only waits when there is something to become ready. Less is safe where no other process writes.
   */
  readonly settle?: number;
  /** Ends it between two slices. It goes on from there when it is called again. */
  readonly signal?: AbortSignal;
}

/** A value that has no key after a reindex. */
export interface ReindexProblem {
  /** The number of the tenant, in digits. */
  readonly tenant: string;
  readonly type: TypeName;
  readonly id: string;
  readonly attribute: string;
  readonly problem: KeyProblem;
}

/** What a reindex did. */
export interface ReindexResult {
  /** How many resources it has looked at. */
  readonly resources: number;
  /** Of how many the keys were others than they should be. */
  readonly changed: number;
  /** How many values were left without a key; of the first hundred `problems` tells whose. */
  readonly left: number;
  readonly problems: readonly ReindexProblem[];
  /** What still wants a reindex: because of problems, or because a process with other definitions has written meanwhile. */
  readonly wanted: readonly WantedIndex[];
}

/** What a reindex works with. */
export interface Reindexing {
  readonly statements: ReindexStatements;
  readonly types: Types;
  readonly options: ReindexOptions;
  /** How long a write may wait before it is made, in milliseconds. */
  readonly busyTimeout: number;
}

const namedAtMost = 100;

/**
 * Rebuilds the keys of all resources from their documents, a slice at a time. Versions and times stay as they are, and so
 * do memberships.
 */
export async function reindex(
  view: View,
  { statements, types, options, busyTimeout }: Reindexing,
): Promise<ReindexResult> {
  const { context, session } = view;
  const { batch = 200, settle = lease + busyTimeout, tenant, signal } = options;
  if (!Number.isSafeInteger(batch) || batch < 1)
    throw new TypeError('batch: it has to be a whole number from 1.');
  const catalog = catalogOf(types);
  await context.types.reload(session);
  let [resources, changed, left] = [0, 0, 0];
  const problems: ReindexProblem[] = [];
  const onProblem = (problem: ReindexProblem) => {
    left += 1;
    if (problems.length < namedAtMost) problems.push(problem);
  };
  const only = tenant === undefined ? undefined : await numberOf(view, tenant);
  for (const model of catalog.models) {
    const type = context.types.numberOf(model.name);
    if (type === undefined) continue;
    await admitKeys(view, { name: model.name, number: type, keyed: model.keyed });
    const walk: Walk = { statements, model, type, batch, remember: tenant === undefined, onProblem };
    const from = walk.remember ? await begin(view, model, type, settle) : beginning;
    for (let at = await start(view, walk, from, only); at !== undefined; ) {
      signal?.throwIfAborted();
      const slice = await walkSlice(view, walk, at);
      resources += slice.resources;
      changed += slice.changed;
      at = slice.next ?? (only === undefined ? await nextTenant(view, walk, at.tenant) : undefined);
    }
    if (walk.remember) await finish(view, model, type);
  }
  await context.indexes.reload(session);
  const wanted = wantedIndexes(context.indexes, catalog);
  const isWhole = context.types
    .names()
    .every((name) => catalog.byType.has(name) || context.indexes.peek(name) === undefined);
  if (tenant === undefined && wanted.length === 0 && isWhole) {
    await session.atomic((inside) => inside.run(statements.keyVersion, { version: KEY_VERSION }));
  }
  return { resources, changed, left, problems, wanted };
}

async function numberOf({ context, session }: View, tenant: string): Promise<number> {
  return (await context.tenants.find(session, tenant)) ?? 0;
}

/** Where a walk begins: in the tenant it is for, or where it was interrupted. */
async function start(
  view: View,
  walk: Walk,
  from: Walked,
  only: number | undefined,
): Promise<Walked | undefined> {
  if (only !== undefined) return only === 0 ? undefined : { ...beginning, tenant: only };
  return from.tenant === 0 ? nextTenant(view, walk, 0) : from;
}

async function nextTenant(
  { session }: View,
  { statements }: Walk,
  tenant: number,
): Promise<Walked | undefined> {
  const row = await session.first(statements.nextTenant, { tenant, limit: 1 });
  return row === undefined ? undefined : { ...beginning, tenant: Number(row.tenant_id) };
}

/**
 * Says that keys are being built, and waits until every writer has heard it: from then on, a writer that does not make
 * them objects before it writes.
 *
 * @returns Where to begin: at the beginning, or where another reindex of the same was interrupted.
 */
async function begin(view: View, { keyed }: ResourceModel, type: number, settle: number): Promise<Walked> {
  const { statements } = view.context.indexes;
  const from = await view.session.atomic(async (session) => {
    await session.first(statements.lock, { type });
    const rows = await rowsOf(session, statements, type);
    const mine = keyed.map((attribute) => rows.get(nameOf(keyRuleOf(attribute))));
    const places = new Set(mine.map((row) => row?.walked ?? undefined));
    const [place] = places;
    const goesOn =
      places.size === 1 && place !== undefined && mine.every((row) => Number(row?.state) !== incomplete);
    const isReady = mine.every((row) => Number(row?.state) === ready);
    if (goesOn) return { walked: walkedFrom(place), isReady };
    for (const rule of keyed.map(keyRuleOf)) {
      const state = Number(rows.get(nameOf(rule))?.state) === ready ? ready : building;
      await session.run(statements.set, { type, ...rule, state, walked: walkedText(beginning) });
    }
    return { walked: beginning, isReady };
  });
  if (!from.isReady && from.walked.tenant === 0 && settle > 0) {
    await new Promise((resolve) => setTimeout(resolve, settle));
  }
  return from.walked;
}

/** What nobody has objected to is ready now. */
async function finish(view: View, { keyed }: ResourceModel, type: number): Promise<void> {
  const { statements } = view.context.indexes;
  await view.session.atomic(async (session) => {
    await session.first(statements.lock, { type });
    const rows = await rowsOf(session, statements, type);
    for (const rule of keyed.map(keyRuleOf)) {
      const state = Number(rows.get(nameOf(rule))?.state) === incomplete ? incomplete : ready;
      await session.run(statements.set, { type, ...rule, state });
    }
  });
}

async function rowsOf(
  session: View['session'],
  statements: View['context']['indexes']['statements'],
  type: number,
): Promise<ReadonlyMap<string, IndexRow>> {
  const rows = await session.all(statements.ofTypeNow, { type });
  return new Map(rows.map((row) => [nameOf(ruleOf(row)), row]));
}

function ruleOf({ attr, rule }: IndexRow): KeyRule {
  return { attribute: Number(attr), rule: Number(rule) };
}
