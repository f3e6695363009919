import type { EventName } from '@scimkit/core';
import { toHex } from '../codec/hex.ts';
import { bytesOf, decodeId } from '../codec/resource-id.ts';
import type { ToldRow } from './outbox-statements.ts';

/** An event as a row names it. */
export interface NamedRow {
  readonly tenant_id: number;
  readonly event_id: Uint8Array | string;
}

/** Events as a JSON parameter. */
export function listOf(events: readonly NamedRow[]): string {
  return JSON.stringify(
    events.map(({ tenant_id, event_id }) => [Number(tenant_id), toHex(bytesOf(event_id))]),
  );
}

/** An event by tenant and id, as one text. */
export function nameOf({ tenant_id, event_id }: NamedRow): string {
  return `${tenant_id}/${toHex(bytesOf(event_id))}`;
}

/** The event as the port hands it around. */
export function eventOf(row: ToldRow): EventName & { readonly kind: string; readonly data: unknown } {
  const { tenant_id, name, event_id, kind, data } = row;
  return {
    tenant: name ?? String(tenant_id),
    id: decodeId(event_id),
    kind,
    // Some drivers have parsed it already.
    data: typeof data === 'string' ? JSON.parse(data) : data,
  };
}
