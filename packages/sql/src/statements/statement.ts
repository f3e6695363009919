import { type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import { namesFor } from './statement-names.ts';

/** A piece of SQL, made with Kysely's `sql` tag: identifiers quoted, values as parameters, in every database's way. */
export type Sql = RawBuilder<unknown>;

/** Where a value goes that is known only when a statement runs. */
class Slot {
  readonly read: (args: never) => unknown;
  constructor(read: (args: never) => unknown) {
    this.read = read;
  }
}

/** A parameter that is read from the statement's arguments each time it runs: `id = ${slot((args) => args.id)}`. */
export function slot<Args>(read: (args: Args) => unknown): Sql {
  return sql.val(new Slot(read));
}

/** A statement that has been compiled once and runs with ever new arguments. */
export interface Statement<Args, Row> {
  readonly text: string;
  /** The values of its parameters, in order. */
  readonly values: (args: Args) => readonly unknown[];
  /** The same as Kysely takes it. */
  readonly bind: (args: Args) => CompiledQuery<Row>;
}

/**
 * Compiles a template to SQL text. Building and compiling costs ten times what binding does, so it is done once.
 *
 * @param db - Whose dialect the text is for.
 * @param template - The statement, with {@link slot} where arguments go.
 * @param isSteady - True when the best plan is the same for all arguments, so that the database need make it once only.
 */
export function compileStatement<Args, Row>(
  db: Kysely<unknown>,
  template: Sql,
  isSteady = false,
): Statement<Args, Row> {
  const compiled = template.compile(db);
  if (isSteady) namesFor(db)?.add(compiled.sql);
  const readers = compiled.parameters.map((parameter) =>
    // The slots of a template take the arguments of its statement; the type of a slot has forgotten which.
    parameter instanceof Slot ? (parameter.read as (args: Args) => unknown) : () => parameter,
  );
  const values = (args: Args): readonly unknown[] => readers.map((read) => read(args));
  return {
    text: compiled.sql,
    values,
    // The rows are what the template selects; Kysely cannot know.
    bind: (args) => ({ ...compiled, parameters: values(args) }) as CompiledQuery<Row>,
  };
}

/** No SQL at all. */
export const nothing: Sql = sql.raw('');
