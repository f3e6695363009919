import type { CompiledQuery } from 'kysely';
import { compileStatement, type Sql, type Statement } from '../statements/statement.ts';
import type { Session } from '../store/session.ts';
import type { MappedView, Owner } from './mapped-view.ts';

/** A statement that is made for one run: which columns it writes is known only now. */
function once<Args, Row>({ context }: MappedView, template: Sql): Statement<Args, Row> {
  return compileStatement<Args, Row>(context.db, template);
}

/** Runs a statement and tells how many rows it has changed. */
export function run(view: MappedView, template: Sql): Promise<number> {
  return view.session.run(once<undefined, unknown>(view, template), undefined);
}

/**
 * Runs a statement and gives its rows.
 *
 * @param owner - Whose rows; needed where the statement is made of `sourceOf`.
 */
export function all<Row>(view: MappedView, template: Sql, owner?: Owner): Promise<readonly Row[]> {
  return view.session.all(once<Owner | undefined, Row>(view, template), owner);
}

/** Runs a statement of the application's inside the session's transaction. */
export function executeIn(session: Session) {
  return <Row>(query: CompiledQuery<Row>): Promise<readonly Row[]> =>
    session.all<undefined, Row>(
      { text: query.sql, values: () => query.parameters, bind: () => query },
      undefined,
    );
}
