import type { ClaimedEvent, ClaimOptions } from '@scimkit/core';
import { toHex } from '../codec/hex.ts';
import { bytesOf } from '../codec/resource-id.ts';
import type { Session } from '../store/session.ts';
import { eventOf, listOf, type NamedRow, nameOf } from './event-rows.ts';
import type { DueRow, OutboxStatements } from './outbox-statements.ts';

/**
 * So many due events are looked at in one transaction, at least: most may be waiting for others. PostgreSQL still finds
 * each of so many by an index; of a hundred it reads a whole table of twenty thousand.
 */
const window = 40;
/** Events are put off for so many milliseconds at most, however long the one before them waits for its retry. */
const longestDeferral = 300_000;
/** So many transactions a claim takes before it gives way to others: SQLite answers without waiting for anything. */
const roundsAtOnce = 10;
/** For so many milliseconds a claim looks for something before it comes back with nothing: its caller asks again. */
const patience = 10_000;

/**
 * Leases due events, each the first of its resource. Those that others stand before are put off until these have been
 * delivered, which makes them due at once: so that a resource with thousands of events costs no more than any other, and
 * keeps nobody waiting.
 */
export async function claimEvents(
  session: Session,
  statements: OutboxStatements,
  { limit, leaseMs, now }: ClaimOptions,
): Promise<readonly ClaimedEvent[]> {
  // Most looks find nothing. Then nothing is locked.
  if ((await session.first(statements.isDue, { now })) === undefined) return [];
  // What was delivered meanwhile is told to the outbox only afterwards, and has to be before its lease runs out.
  const end = performance.now() + Math.min(patience, leaseMs / 2);
  // To come back with nothing while there is something makes whoever asked wait: after each 20 rounds, a resource with
  // 100,000 events kept everybody from theirs for two minutes; now it is one second on SQLite, four on PostgreSQL 15
  // (2 cores).
  for (let round = 1; ; round += 1) {
    const found = await session.atomic((inside) => claimSome(inside, statements, limit, now, now + leaseMs));
    if (found.claimed.length > 0 || !found.more || performance.now() > end) return found.claimed;
    if (round % roundsAtOnce === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

interface Found {
  readonly claimed: readonly ClaimedEvent[];
  /** True when not all that is due was looked at. */
  readonly more: boolean;
}

async function claimSome(
  session: Session,
  statements: OutboxStatements,
  limit: number,
  now: number,
  until: number,
): Promise<Found> {
  const asked = Math.max(limit, window);
  // Those that another relay is looking at are passed over.
  const due = await session.all(statements.due, { now, limit: asked });
  if (due.length === 0) return { claimed: [], more: false };
  const heads = await headsOf(session, statements, due);
  const claimable: DueRow[] = [];
  const behind: Behind[] = [];
  for (const row of due) {
    const head = heads.get(resourceOf(row));
    // A resource without a head has an event all the same, so others have just been delivered.
    if (head === undefined) continue;
    if (nameOf(head) === nameOf(row)) claimable.push(row);
    else behind.push({ row, head });
  }
  await putOff(session, statements, behind, now, until);
  const taken = claimable.slice(0, limit);
  if (taken.length === 0) return { claimed: [], more: due.length === asked };
  const lease = newLease();
  const rows = listOf(taken);
  await session.run(statements.lease, { rows, until, lease });
  const attempts = new Map(taken.map((row) => [nameOf(row), Number(row.attempts) + 1]));
  const told = new Map((await session.all(statements.told, { rows })).map((row) => [nameOf(row), row]));
  const claimed = taken.flatMap((row) => {
    const found = told.get(nameOf(row));
    const attempt = attempts.get(nameOf(row)) ?? 1;
    return found === undefined ? [] : [{ ...eventOf(found), attempt, lease: String(lease) }];
  });
  return { claimed, more: false };
}

/** The first event of a resource. */
interface Head extends NamedRow {
  readonly dueAt: number;
}

/** An event, and the one that it stands behind. */
interface Behind {
  readonly row: DueRow;
  readonly head: Head;
}

/**
 * Puts events off that stand behind others, as far as these stay for now. Whoever is settling one of these looks for the
 * next event of its resource, and may have looked before this one was there: put off now, it would wait for the end of a
 * lease that nobody has any more.
 */
async function putOff(
  session: Session,
  statements: OutboxStatements,
  behind: readonly Behind[],
  now: number,
  until: number,
): Promise<void> {
  if (behind.length === 0) return;
  const heads = new Map(behind.map(({ head }) => [nameOf(head), head]));
  const found = await session.all(statements.stay, { rows: listOf([...heads.values()]) });
  const stay = new Set(found.map(nameOf));
  const waiting = behind.flatMap(({ row, head }) => {
    if (!stay.has(nameOf(head))) return [];
    const later = Math.max(until, Math.min(head.dueAt, now + longestDeferral));
    return [[Number(row.tenant_id), toHex(bytesOf(row.event_id)), later]];
  });
  if (waiting.length > 0) await session.run(statements.defer, { rows: JSON.stringify(waiting) });
}

/** Of each resource the event that no other stands before. */
async function headsOf(
  session: Session,
  statements: OutboxStatements,
  due: readonly DueRow[],
): Promise<ReadonlyMap<string, Head>> {
  const resources = new Map(
    due.map((row) => [resourceOf(row), [Number(row.tenant_id), toHex(bytesOf(row.resource_id))]]),
  );
  const found = await session.all(statements.heads, { rows: JSON.stringify([...resources.values()]) });
  return new Map(
    found.flatMap((row) => {
      const { tenant_id, event_id, due_at } = row;
      return event_id === null ? [] : [[resourceOf(row), { tenant_id, event_id, dueAt: Number(due_at) }]];
    }),
  );
}

function resourceOf({ tenant_id, resource_id }: Pick<DueRow, 'tenant_id' | 'resource_id'>): string {
  return `${tenant_id}/${toHex(bytesOf(resource_id))}`;
}

/** 53 random bits, exact in JavaScript and in every database. */
function newLease(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high >>> 11) * 2 ** 32 + low;
}
