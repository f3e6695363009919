import { type Scope, StoreError, type TypeName } from '@scimkit/core';
import type { Sql } from '../statements/statement.ts';
import type { View } from '../store/context.ts';
import type { EngineSql } from './engine-sql.ts';
import type { MappedStatements } from './mapped-statements.ts';
import type { Join, MappedType } from './mapped-type.ts';

/** The tables of the application's, as the store knows them once it has looked at the database. */
export interface MappedSchema {
  readonly engine: EngineSql;
  readonly link: Sql;
  readonly types: ReadonlyMap<TypeName, MappedType>;
  readonly joins: readonly Join[];
  readonly statements: MappedStatements;
  /** Types of whose resources some have keys of other attributes than the definitions say; their keys are not asked. */
  readonly stale: Set<TypeName>;
  /** The value of the `tenant` column for a tenant. */
  readonly organisationOf: (view: View, tenant: string) => Promise<string | number>;
}

/** A view of the store with the application's tables. */
export interface MappedView extends View {
  readonly schema: MappedSchema;
}

/** What every statement on the application's tables begins with. */
export interface Owner {
  /** The tenant's number in our tables; 0 where nothing has been written for it. */
  readonly tenant: number;
  /** The value of the `tenant` column. */
  readonly org: string | number;
}

/** Nobody's number: numbers of tenants begin at 1. */
export const nobody = 0;

/** Whose resources a call is about. */
export async function ownerOf(view: MappedView, { tenant }: Scope): Promise<Owner> {
  const { tenants } = view.context;
  const number = tenants.peek(tenant) ?? (await tenants.find(view.session, tenant));
  return { tenant: number ?? nobody, org: await view.schema.organisationOf(view, tenant) };
}

/** The same before something is written: then the tenant gets a number. */
export async function ownerToWrite(view: MappedView, scope: Scope): Promise<Owner> {
  const { context, session } = view;
  if (context.tenants.peek(scope.tenant) === undefined) {
    const copy = context.tenants.fork();
    await session.atomic(async (inside) => copy.make(inside, scope.tenant));
    context.tenants.adopt(copy);
  }
  return ownerOf(view, scope);
}

/** A mapped type. Only asked for what {@link MappedSchema.types} has. */
export function typeOf({ schema }: MappedView, name: TypeName): MappedType {
  const type = schema.types.get(name);
  if (type === undefined) {
    throw new StoreError(
      'unsupported',
      `${name} is not mapped: map it with \`groups\`, or leave it out of the server's resource types.`,
    );
  }
  return type;
}
