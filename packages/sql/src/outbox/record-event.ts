import type { Applied, Change } from '@scimkit/core';
import { encodeId } from '../codec/resource-id.ts';
import type { Key } from '../statements/write-statements.ts';
import type { View } from '../store/context.ts';

/**
 * Writes the event of a change, in the transaction of the change. Does nothing when nothing changed, or nobody keeps
 * events.
 *
 * @param key - The resource, whose row the transaction has locked.
 * @param at - Epoch milliseconds.
 */
export async function recordEvent(
  { session, context }: View,
  key: Key,
  at: number,
  event: Change['event'],
  applied: Applied | undefined,
): Promise<void> {
  if (event === undefined || context.outbox === undefined || applied?.changed !== true) return;
  const { id, kind, data } = event(applied);
  const bytes = encodeId(id);
  if (bytes === undefined) throw new TypeError(`"${id}" cannot be the id of an event.`);
  const { tenant, type } = key;
  const row = { tenant, type, id: key.id, at, event: bytes, kind, data: JSON.stringify(data) };
  for (const statement of context.outbox.record) await session.run(statement, row);
}
