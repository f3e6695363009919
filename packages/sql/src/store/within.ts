import type { ConnectionStatements } from '../connections/connection-statements.ts';
import { createConnectionStore } from '../connections/create-connection-store.ts';
import { type OpenTransaction, statementsIn } from '../join/open-transaction.ts';
import type { Unadmitted } from '../keying/unadmitted.ts';
import type { SqlStoreView } from '../options.ts';
import type { Context } from './context.ts';
import { createView } from './create-view.ts';
import { joinedSession } from './joined-session.ts';
import type { Session } from './session.ts';

/**
 * A view of the store inside a transaction of the application's.
 *
 * @param enter - Called before each call, with the session of the view; it may refuse, or have to be waited for.
 * @param outside - Told of a write that others have to be told of before, outside of the transaction.
 */
export function viewWithin(
  context: Context,
  connections: ConnectionStatements,
  transaction: OpenTransaction,
  enter: (session: Session) => Promise<void> | undefined,
  outside: (unadmitted: Unadmitted) => Promise<void>,
): SqlStoreView {
  const db = statementsIn(transaction);
  const session = joinedSession(db, context.dialect);
  // Decisions about types and tenants count for others after the commit, when they look for themselves.
  const inside = {
    ...context,
    db,
    types: context.types.fork(),
    tenants: context.tenants.fork(),
    indexes: context.indexes.forkUnread(),
  };
  const entering = () => enter(session);
  return {
    ...createView({ context: inside, session }, entering, outside),
    ...createConnectionStore({ session, statements: connections, tenants: inside.tenants, enter: entering }),
  };
}
