import type { Applied, Change } from '@scimkit/core';
import { recordEvent } from '../outbox/record-event.ts';
import type { MappedType } from './mapped-type.ts';
import type { MappedView, Owner } from './mapped-view.ts';
import { bytesOf } from './write-link.ts';

/** Writes the event of a change of a mapped type, in the transaction of the change, which has locked its row. */
export async function recordMapped(
  view: MappedView,
  type: MappedType,
  { tenant }: Owner,
  id: string,
  at: number,
  event: Change['event'],
  applied: Applied,
): Promise<void> {
  if (event === undefined || view.context.outbox === undefined) return;
  await recordEvent(view, { tenant, type: type.number, id: bytesOf(id) }, at, event, applied);
}
