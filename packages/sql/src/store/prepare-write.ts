import type { Next, Scope, TypeName } from '@scimkit/core';
import { admitKeys } from '../keying/admit-keys.ts';
import type { View } from './context.ts';
import type { ResourceType } from './resource-type.ts';

/** Who a resource belongs to and what it is, as numbers. */
export interface Owner {
  readonly tenant: number;
  readonly type: ResourceType;
}

/**
 * Finds the numbers of tenant and type, and says what the resource is going to have keys of. What has to be decided
 * first, such as the number of a new type, is decided in a transaction of its own, once; a copy of the registries takes
 * the decisions until they are committed.
 */
export async function prepareWrite(
  view: View,
  scope: Pick<Scope, 'tenant'>,
  typeName: TypeName,
  next: Pick<Next, 'keys' | 'keyed'>,
): Promise<Owner> {
  const { context, session } = view;
  const { tenants, types } = context;
  if (tenants.peek(scope.tenant) === undefined || !types.isReady(typeName, next)) {
    const copies = { tenants: tenants.fork(), types: types.fork() };
    await session.atomic(async (inside) => {
      await copies.tenants.make(inside, scope.tenant);
      await copies.types.prepare(inside, typeName, next.keys);
    });
    tenants.adopt(copies.tenants);
    types.adopt(copies.types);
  }
  const tenant = tenants.peek(scope.tenant);
  const type = types.peek(typeName);
  if (tenant === undefined || type === undefined)
    throw new TypeError('The tenant and the type were made just now.');
  const { keyed } = next;
  if (!context.indexes.isAdmitted(typeName, keyed)) {
    await admitKeys(view, { name: typeName, number: type.number, keyed });
  }
  return { tenant, type };
}
