import type { Applied, Change } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import type { Told } from '../statements/event-statements.ts';
import type { Key } from '../statements/write-statements.ts';
import type { Context, View } from '../store/context.ts';

/**
 * Asks for the event of a change.
 *
 * @returns `undefined` when nothing changed, or nobody keeps events.
 */
export function toldOf(
  { outbox }: Context,
  event: Change['event'],
  applied: Applied | undefined,
): Told | undefined {
  if (event === undefined || outbox === undefined || applied?.changed !== true) return undefined;
  const { id, kind, data } = event(applied);
  const bytes = encodeId(id);
  if (bytes === undefined) throw new TypeError(`"${id}" cannot be the id of an event.`);
  return { event: bytes, kind, data: JSON.stringify(data) };
}

/**
 * Writes what is told of a change, in the transaction of the change.
 *
 * @param key - The resource, whose row the transaction has locked.
 * @param at - Epoch milliseconds.
 */
export async function recordTold(
  { session, context }: View,
  { tenant, type, id }: Key,
  at: number,
  told: Told | undefined,
): Promise<void> {
  if (told === undefined || context.outbox === undefined) return;
  const row = { tenant, type, id, at, ...told };
  for (const statement of context.outbox.record) await session.run(statement, row);
}

/** Writes the event of a change, in the transaction of the change, if there is one to write. */
export async function recordEvent(
  view: View,
  key: Key,
  at: number,
  event: Change['event'],
  applied: Applied | undefined,
): Promise<void> {
  await recordTold(view, key, at, toldOf(view.context, event, applied));
}
