import { type Scope, StoreError } from '@scimkit/core';
import type { TenantData } from './tenant-data.ts';
import { Turnstile } from './turnstile.ts';

/** How calls get at the data of their tenant: from outside, or inside a transaction. */
export interface Session {
  /** Throws when the client is gone, or the transaction, or one around it, is over. */
  readonly enter: (scope: Scope) => void;
  /** Does synchronous work on the tenant's data, which nobody can interrupt. */
  readonly run: <T>(scope: Scope, work: (tenant: TenantData) => T) => T | Promise<T>;
  /** Keeps everybody else away from the data until the work is done. */
  readonly hold: <T>(scope: Scope, work: (tenant: TenantData) => Promise<T>) => Promise<T>;
}

/** The session of calls that stand alone. */
export function openSession(tenants: (id: string) => TenantData): Session {
  const enter = (scope: Scope): void => scope.signal?.throwIfAborted();
  return {
    enter,
    run: (scope, work) => {
      enter(scope);
      const tenant = tenants(scope.tenant);
      return tenant.turnstile.run(() => work(tenant), scope.signal);
    },
    hold: async (scope, work) => {
      enter(scope);
      const tenant = tenants(scope.tenant);
      return tenant.turnstile.hold(() => work(tenant), scope.signal);
    },
  };
}

/**
 * Runs `work` with a session of its own inside the one given. All or nothing: what it has done is undone when it fails.
 * A transaction inside a transaction is a savepoint.
 *
 * @param patience - How long a call waits for a transaction inside this one, in milliseconds.
 */
export function runTransaction<T>(
  session: Session,
  scope: Scope,
  patience: number,
  work: (inside: Session) => Promise<T>,
): Promise<T> {
  return session.hold(scope, async (tenant) => {
    const savepoint = tenant.begin();
    const inside = insideSession(session, tenant, scope.tenant, patience);
    try {
      const result = await work(inside.session);
      if (!tenant.isInnermost(savepoint)) {
        throw new StoreError('unsupported', 'A transaction ended before one inside it: it was not awaited.');
      }
      tenant.commit(savepoint);
      return result;
    } catch (error) {
      tenant.rollback(savepoint);
      throw error;
    } finally {
      inside.close();
    }
  });
}

function insideSession(
  around: Session,
  tenant: TenantData,
  id: string,
  patience: number,
): { session: Session; close: () => void } {
  const turnstile = new Turnstile(patience);
  let open = true;
  const enter = (scope: Scope): void => {
    around.enter(scope);
    if (!open) {
      throw new StoreError('unsupported', 'The transaction is over: its store cannot be used any more.');
    }
    if (scope.tenant !== id) throw new StoreError('unsupported', 'A transaction is for one tenant.');
  };
  // Before waiting and after: the transaction may end meanwhile.
  const run: Session['run'] = (scope, work) => {
    enter(scope);
    return turnstile.run(() => {
      enter(scope);
      return work(tenant);
    }, scope.signal);
  };
  const hold: Session['hold'] = async (scope, work) => {
    enter(scope);
    return turnstile.hold(async () => {
      enter(scope);
      return work(tenant);
    }, scope.signal);
  };
  return {
    session: { enter, run, hold },
    close: () => {
      open = false;
    },
  };
}
