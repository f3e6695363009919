import { attributesOf, type Query, type Scope, StoreError, type TypeName } from '@scimkit/core';
import type { ListPlan, PieceArguments } from '../statements/list-statements.ts';
import type { View } from './context.ts';
import { fitsColumn, type KeyColumn, keyColumns } from './resource-type.ts';
import { mostMembers } from './select-members.ts';

/** A list of one tenant and type, ready to be selected. */
export interface PlannedList {
  readonly plan: ListPlan;
  /** The arguments of every piece, which begins at the beginning. */
  readonly from: PieceArguments;
}

const beginning = new Uint8Array();

/**
 * Plans a list.
 *
 * @returns `undefined` when the tenant has no resource of the type.
 * @throws StoreError `unsupported` for what `supports` does not promise.
 */
export async function planList(
  { context, session }: View,
  scope: Scope,
  typeName: TypeName,
  { filter, sort, want }: Pick<Query, 'filter' | 'sort' | 'want'>,
): Promise<PlannedList | undefined> {
  const tenant = context.tenants.peek(scope.tenant) ?? (await context.tenants.find(session, scope.tenant));
  const type = await context.types.findDecided(session, typeName, () => columnsIn({ filter, sort }));
  if (tenant === undefined || type === undefined) return undefined;
  await ensureSearchable({ context, session }, { filter, sort });
  const planned = context.lists.plan(type, filter, sort);
  if (planned === undefined) {
    throw new StoreError(
      'unsupported',
      `The store cannot sort by ${sort?.by.path}; \`supports.sort\` says so.`,
    );
  }
  const { plan, literals } = planned;
  const from = {
    tenant,
    type: type.number,
    literals,
    limit: 0,
    offset: 0,
    afterKey: null,
    afterId: beginning,
    members: mostMembers(want),
  };
  return { plan, from };
}

/**
 * What `supports` said may have changed since it was asked.
 *
 * @throws StoreError `busy` when it has.
 */
export async function ensureSearchable(
  { context: { indexes }, session }: View,
  { filter, sort }: Asked,
): Promise<void> {
  if (!indexes.isFresh()) await indexes.refresh(session);
  const attributes = [...(filter === undefined ? [] : attributesOf(filter)), ...(sort ? [sort.by] : [])];
  const missing = attributes.find((attribute) => !indexes.isReady(attribute));
  if (missing === undefined) return;
  throw new StoreError(
    'busy',
    `Some resources have no keys of ${missing.path} any more, or not yet: ask \`supports\` again.`,
    { attribute: missing },
  );
}

interface Asked {
  readonly filter: Query['filter'];
  readonly sort: Query['sort'];
}

/** The columns that the attributes of a list may be in. */
function columnsIn({ filter, sort }: Asked): ReadonlySet<KeyColumn> {
  const columns = new Set<KeyColumn>();
  for (const attribute of [
    ...(filter === undefined ? [] : attributesOf(filter)),
    ...(sort ? [sort.by] : []),
  ]) {
    for (const column of keyColumns) if (fitsColumn(attribute, column)) columns.add(column);
  }
  return columns;
}
