import { ScimError } from '../../errors/scim-error.ts';
import type { Context, Result } from '../../operations/context.ts';
import type { ChangeEvent } from '../../operations/hooks.ts';
import type { Call } from '../operate.ts';
import { readBody } from '../read-body.ts';
import { entityTag, locationOf } from '../render-resource.ts';
import { errorBody } from '../respond-error.ts';
import { type Place, route } from '../route.ts';
import { resolveReferences, withoutReferences } from './bulk-references.ts';
import { BulkSchedule } from './bulk-schedule.ts';
import { type BulkOperation, type BulkRequest, parseBulk } from './parse-bulk.ts';

/** Carries out one operation at a place, asking `authorize` first; the pipeline's own way. */
export type Perform = (call: Call, place: Place, method: string) => Promise<Result>;

interface Entry {
  readonly method: string;
  readonly bulkId?: string;
  readonly version?: string;
  readonly location?: string;
  readonly status: string;
  readonly response?: object;
}

/** Ends an atomic bulk request: what it did is undone. */
class Undone extends Error {
  readonly entries: readonly (Entry | undefined)[];
  constructor(entries: readonly (Entry | undefined)[]) {
    super('A bulk operation failed.');
    this.entries = entries;
  }
}

const responseSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/**
 * Carries out a bulk request: each operation by itself, or all of them or none, as the policy says.
 *
 * @throws ScimError 400 or 413 when the message as a whole cannot be taken.
 * @see RFC 7644 section 3.7
 */
export async function runBulk(call: Call, perform: Perform): Promise<Result> {
  const { limits, policies } = call.context.server;
  const body = await readBody(call.envelope, limits.bulkBytes);
  const request = parseBulk(body, limits.bulkOperations);
  const entries =
    policies.bulk === 'atomic'
      ? await runAtomically(call, request, perform)
      : await runEach(call, request, perform);
  const Operations = entries.filter((entry) => entry !== undefined);
  return { kind: 'document', body: { schemas: [responseSchema], Operations } };
}

async function runEach(
  call: Call,
  request: BulkRequest,
  perform: Perform,
): Promise<readonly (Entry | undefined)[]> {
  const { operations, failOnErrors } = request;
  const run = new BulkRun(call, operations, perform);
  while (run.errors < failOnErrors) {
    const turn = run.schedule.next();
    if (turn === undefined) break;
    if (turn.kind === 'unresolved') run.giveUp(turn.index, turn.bulkId);
    else await run.run(turn.index, turn.kind === 'runInPart');
    await run.complete();
  }
  run.confess();
  return run.entries;
}

/** One transaction around all operations. Events are held back until it has been committed. */
async function runAtomically(
  call: Call,
  request: BulkRequest,
  perform: Perform,
): Promise<readonly (Entry | undefined)[]> {
  const { server, caller } = call.context;
  const events: ChangeEvent[] = [];
  const { afterCommit } = server.hooks;
  try {
    const entries = await server.store.transaction?.(caller.scope, async (store) => {
      const hooks = {
        ...server.hooks,
        ...(afterCommit === undefined
          ? {}
          : { afterCommit: (event: ChangeEvent) => void events.push(event) }),
      };
      const inside: Context = { ...call.context, server: { ...server, store, hooks } };
      const done = await runEach({ ...call, context: inside }, { ...request, failOnErrors: 1 }, perform);
      if (done.some((entry) => entry === undefined || entry.response !== undefined)) throw new Undone(done);
      return done;
    });
    for (const event of events) await tell(server, event);
    return entries ?? [];
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    return error.entries.map((entry, index) =>
      entry?.response === undefined ? undone(request.operations[index]) : entry,
    );
  }
}

async function tell(server: Context['server'], event: ChangeEvent): Promise<void> {
  try {
    await server.hooks.afterCommit?.(event);
  } catch (error) {
    server.report(error, 'afterCommit');
  }
}

function undone(operation: BulkOperation | undefined): Entry {
  const error = new ScimError(409, 'Undone or not tried, because another operation of the request failed.');
  return {
    method: operation?.method ?? '',
    ...(operation?.bulkId === undefined ? {} : { bulkId: operation.bulkId }),
    status: '409',
    response: errorBody(error),
  };
}

/** The state of a bulk request that is being carried out. */
class BulkRun {
  readonly schedule: BulkSchedule;
  readonly entries: (Entry | undefined)[];
  errors = 0;
  readonly #call: Call;
  readonly #operations: readonly BulkOperation[];
  readonly #perform: Perform;
  /** Resources that were created without their references, by the operation's index. */
  readonly #inPart = new Map<number, string>();
  /** By bulkId: the id of the resource that was made for it. */
  readonly #ids = new Map<string, string>();

  constructor(call: Call, operations: readonly BulkOperation[], perform: Perform) {
    this.#call = call;
    this.#operations = operations;
    this.#perform = perform;
    this.schedule = new BulkSchedule(operations);
    this.entries = operations.map(() => undefined);
  }

  async run(index: number, inPart: boolean): Promise<void> {
    const operation = this.#operations[index];
    if (operation === undefined) return;
    if (operation.fault !== undefined) return this.#fail(index, operation, operation.fault);
    const known = resolveReferences(operation.data, this.#ids);
    const path = String(resolveReferences(operation.path, this.#ids));
    try {
      const result = await this.#do(
        operation.method,
        path,
        inPart ? withoutReferences(known) : known,
        operation.version,
      );
      this.#succeed(index, operation, path, result);
      if (inPart && result.kind === 'resource')
        this.#inPart.set(index, `${path}/${encodeURIComponent(result.stored.id)}`);
    } catch (error) {
      this.#fail(index, operation, this.#answer(error, operation));
    }
  }

  /** Gives resources that were created in part their references, as soon as all of them have ids. */
  async complete(): Promise<void> {
    for (const [index, path] of this.#inPart) {
      const operation = this.#operations[index];
      if (operation === undefined || this.schedule.missing(index) !== undefined) continue;
      this.#inPart.delete(index);
      const data = resolveReferences(operation.data, this.#ids);
      try {
        this.#succeed(index, operation, path, await this.#do('PUT', path, data, undefined), '201');
      } catch (error) {
        this.#fail(index, operation, this.#answer(error, operation), path);
      }
    }
  }

  /** What is still without its references stays so: their resources have not been made. */
  confess(): void {
    for (const [index, path] of this.#inPart) {
      const operation = this.#operations[index];
      const bulkId = this.schedule.missing(index) ?? '';
      if (operation === undefined) continue;
      const error = new ScimError(
        409,
        `Created without its references, because there is no resource for the bulkId "${bulkId.slice(0, 60)}".`,
      );
      this.#fail(index, operation, error, path);
    }
  }

  giveUp(index: number, bulkId: string): void {
    const operation = this.#operations[index];
    if (operation === undefined) return;
    const error = new ScimError(
      409,
      `There is no resource for the bulkId "${bulkId.slice(0, 60)}": no operation of this request made it.`,
    );
    this.#fail(index, operation, error);
  }

  async #do(method: string, path: string, data: unknown, version: string | undefined): Promise<Result> {
    const { context, envelope } = this.#call;
    const { place } = route(context.server.catalog, path);
    const allowed = method === 'POST' ? place.kind === 'type' : place.kind === 'resource';
    if (!allowed) {
      throw new ScimError(
        400,
        `A ${method} in a bulk request goes to ${method === 'POST' ? 'an endpoint such as /Users' : 'a resource such as /Users/{id}'}.`,
        { scimType: 'invalidPath' },
      );
    }
    const inner = {
      ...envelope,
      method,
      path,
      query: '',
      header: (name: string) => (name === 'if-match' ? version : undefined),
      body: async () => ({ kind: 'parsed', value: data }) as const,
    };
    return this.#perform({ ...this.#call, envelope: inner, parameters: new Map() }, place, method);
  }

  #succeed(index: number, operation: BulkOperation, path: string, result: Result, status?: string): void {
    const { base } = this.#call.context;
    const created = result.kind === 'resource' && result.created;
    const version =
      result.kind === 'resource'
        ? result.stored.version
        : result.kind === 'done'
          ? result.version
          : undefined;
    if (result.kind === 'resource' && operation.bulkId !== undefined)
      this.#ids.set(operation.bulkId, result.stored.id);
    this.schedule.made(index);
    this.entries[index] = {
      method: operation.method,
      ...(operation.bulkId === undefined ? {} : { bulkId: operation.bulkId }),
      ...(version === undefined ? {} : { version: entityTag(version) }),
      location:
        result.kind === 'resource' ? locationOf(base, result.model, result.stored.id) : `${base}${path}`,
      status: status ?? (created ? '201' : result.kind === 'done' ? '204' : '200'),
    };
  }

  #fail(index: number, operation: BulkOperation, error: ScimError, path?: string): void {
    this.errors++;
    this.schedule.failed(index);
    const at = path ?? (operation.method === 'POST' || operation.path === '' ? undefined : operation.path);
    this.entries[index] = {
      method: operation.method,
      ...(operation.bulkId === undefined ? {} : { bulkId: operation.bulkId }),
      ...(at === undefined ? {} : { location: `${this.#call.context.base}${at}` }),
      status: String(error.status),
      response: errorBody(error),
    };
  }

  /** A fault of the server is told to the log; the client gets a 500 for this operation, and the others go on. */
  #answer(error: unknown, operation: BulkOperation): ScimError {
    if (error instanceof ScimError && error.status < 500) return error;
    const { server } = this.#call.context;
    server.report(
      error instanceof ScimError ? (error.cause ?? error) : error,
      `${operation.method} in a bulk request`,
    );
    return error instanceof ScimError
      ? error
      : new ScimError(500, 'The server failed on its side; its log has the cause.');
  }
}
