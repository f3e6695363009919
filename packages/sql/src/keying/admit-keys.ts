import type { AttributeRef, TypeName } from '@scimkit/core';
import type { View } from '../store/context.ts';
import type { Session } from '../store/session.ts';
import { anyAttribute, incomplete, lease, ready } from './index-registry.ts';
import type { IndexEntry, IndexRow, IndexStatements } from './index-statements.ts';
import { type KeyRule, keyRuleOf, nameOf } from './key-rule.ts';
import { Unadmitted } from './unadmitted.ts';

/** A type, and the attributes that its resources are about to be written with keys of. */
interface Admission {
  readonly name: TypeName;
  readonly number: number;
  /** Absent when the writer does not say. */
  readonly keyed: readonly AttributeRef[] | undefined;
}

/**
 * Says what resources are going to have keys of, before they are written.
 *
 * - Of a type that nobody has written, all attributes are ready at once.
 * - An attribute that is new to a type with resources is not ready: those have no keys of it.
 * - An attribute that others count on, and this writer does not know, is not ready any more. All processes notice within
 *   a second, and the writer waits that long.
 *
 * @throws Unadmitted inside a transaction in the last of these cases, for what it says would be heard at its end only.
 */
export async function admitKeys({ context, session }: View, admission: Admission): Promise<void> {
  const { indexes } = context;
  const { name, keyed } = admission;
  await indexes.refresh(session);
  const known = indexes.peek(name);
  if (keyed === undefined) {
    if (known !== undefined) return;
    await session.atomic((inside) => vouch(inside, indexes.statements, admission));
    await indexes.reload(session);
    return;
  }
  if (known === undefined || !isCovered(known, keyed)) {
    const mayWait = !session.joined;
    const isLate = await session.atomic((inside) =>
      declare(inside, indexes.statements, { ...admission, keyed, mayWait }),
    );
    await indexes.reload(session);
    if (isLate) await sleep(lease);
  }
  indexes.admit(name, keyed);
}

/** Admits a write that could not be admitted inside its transaction. */
export async function admitUnadmitted(view: View, { type, keyed }: Unadmitted): Promise<void> {
  const found = await view.context.types.find(view.session, type);
  if (found !== undefined) await admitKeys(view, { name: type, number: found.number, keyed });
}

/** Looks again at the end of a long transaction: what it has written may have become too little in the meantime. */
export async function admitAgain(view: View): Promise<void> {
  const { indexes, types } = view.context;
  if (indexes.isFresh()) return;
  const admitted = indexes.admitted();
  for (const [keyed, name] of admitted) {
    const number = types.numberOf(name);
    if (number !== undefined) await admitKeys(view, { name, number, keyed });
  }
}

/** True when nothing has to be said: all of these are known, and nobody counts on any other. */
function isCovered(known: ReadonlyMap<string, IndexRow>, keyed: readonly AttributeRef[]): boolean {
  const names = new Set(keyed.map((attribute) => nameOf(keyRuleOf(attribute))));
  for (const name of names) if (!known.has(name)) return false;
  for (const [name, { state, attr }] of known) {
    if (Number(state) !== incomplete && Number(attr) !== anyAttribute.attribute && !names.has(name))
      return false;
  }
  return true;
}

interface Declaration extends Admission {
  readonly keyed: readonly AttributeRef[];
  /** False inside a transaction whose end is somebody else's. */
  readonly mayWait: boolean;
}

/** @returns True when others have counted on keys that are not going to be there. */
async function declare(
  session: Session,
  statements: IndexStatements,
  { name, number: type, keyed, mayWait }: Declaration,
): Promise<boolean> {
  await session.first(statements.lock, { type });
  const rows = await session.all(statements.ofTypeNow, { type });
  const there = new Set(rows.map((row) => nameOf(ruleOf(row))));
  const wanted = new Map(keyed.map(keyRuleOf).map((rule) => [nameOf(rule), rule]));
  const broken = rows.filter(
    (row) =>
      Number(row.state) !== incomplete &&
      Number(row.attr) !== anyAttribute.attribute &&
      !wanted.has(nameOf(ruleOf(row))),
  );
  const isLate = broken.some(({ state }) => Number(state) === ready);
  if (isLate && !mayWait) throw new Unadmitted(name, keyed);
  const state = rows.length === 0 ? ready : incomplete;
  for (const [text, rule] of wanted) {
    if (!there.has(text)) await session.tryWrite(statements.insert, { type, ...rule, state });
  }
  for (const row of broken) await session.run(statements.set, { type, ...ruleOf(row), state: incomplete });
  return isLate;
}

/** Of a type whose writers do not say what they key, nothing is known but that there are resources. */
async function vouch(
  session: Session,
  statements: IndexStatements,
  { number: type }: Admission,
): Promise<void> {
  await session.first(statements.lock, { type });
  if ((await session.all(statements.ofTypeNow, { type })).length > 0) return;
  const entry: IndexEntry = { type, ...anyAttribute, state: ready };
  await session.tryWrite(statements.insert, entry);
}

function ruleOf({ attr, rule }: IndexRow): KeyRule {
  return { attribute: Number(attr), rule: Number(rule) };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
