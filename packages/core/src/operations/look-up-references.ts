import type { FilterNode } from '../filter/filter-node.ts';
import { displayOf } from '../schema/extract-keys.ts';
import { toKey } from '../schema/keys.ts';
import { needleOf } from '../schema/needle.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { valuesAt } from '../schema/values-at.ts';
import type { Member, Stored, Want } from '../storage/port.ts';
import type { Context, Representation, Result } from './context.ts';

/** Ids in one look-up; a page has up to a thousand resources, and databases bound the depth of a condition. */
const batch = 100;

const documentOnly: Want = { document: true, members: false, memberOf: false };

interface Shown {
  readonly model: ResourceModel;
  readonly stored: Stored;
  readonly representation: Representation;
}

/**
 * Finds the resources that the references of an answer lead to, so that their URIs and names can be shown: one look-up for
 * all of a page, none when no resource on it has a reference (RES-19). An id that is unknown stays without; so do all
 * when the look-up fails, because the answer itself is right without them and a write has been made.
 */
export function lookUpReferences(context: Context, result: Result): Result | Promise<Result> {
  if (result.kind !== 'resource' && result.kind !== 'list') return result;
  const wanted = referencesIn(result.kind === 'resource' ? [result] : result.resources);
  return wanted === undefined ? result : findReferred(context, result, wanted);
}

async function findReferred(
  context: Context,
  result: Extract<Result, { kind: 'resource' | 'list' }>,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Result> {
  const referred = new Map<string, Member>();
  try {
    for (const [type, ids] of wanted) {
      const model = context.server.catalog.byType.get(type);
      if (model !== undefined) await find(context, model, [...ids], referred);
    }
  } catch (error) {
    context.server.report(error, 'the look-up of references');
  }
  return { ...result, referred };
}

/** Ids by the types they may lead to; `undefined` when there are none, as in most answers. */
function referencesIn(shown: readonly Shown[]): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  let wanted: Map<string, Set<string>> | undefined;
  for (const { model, stored, representation } of shown) {
    for (const attribute of model.references) {
      // The text tells without a parse that most resources have no reference. It may say yes wrongly, never no.
      if (stored.json !== undefined && !stored.json.includes(needleOf(attribute))) continue;
      const value = attribute.byName.get('value');
      if (value === undefined || !representation.projection.wants(attribute)) continue;
      for (const id of valuesAt(stored.document, value)) {
        if (typeof id !== 'string' || id === '') continue;
        wanted ??= new Map();
        for (const type of attribute.refersTo ?? []) add(wanted, type, id);
      }
    }
  }
  return wanted;
}

function add(wanted: Map<string, Set<string>>, type: string, id: string): void {
  const ids = wanted.get(type);
  if (ids === undefined) wanted.set(type, new Set([id]));
  else ids.add(id);
}

async function find(
  context: Context,
  model: ResourceModel,
  ids: readonly string[],
  into: Map<string, Member>,
): Promise<void> {
  const { store } = context.server;
  const { scope } = context.caller;
  const id = model.byName.get('id');
  const note = (found: Stored | undefined) => {
    if (found === undefined) return;
    const display = displayOf(model, found.document);
    const name = display === undefined ? {} : { display };
    into.set(found.id, { type: model.name, id: found.id, ...name });
  };
  if (ids.length === 1 || id === undefined || store.supports.compare(id, 'eq') !== 'exact') {
    for (const each of ids) note(await store.read(scope, model.name, each, documentOnly));
    return;
  }
  for (let start = 0; start < ids.length; start += batch) {
    const conditions = ids.slice(start, start + batch).flatMap((each): FilterNode[] => {
      const key = toKey(each, id);
      return key === undefined ? [] : [{ kind: 'compare', attribute: id, op: 'eq', key }];
    });
    const page = await store.list(scope, model.name, {
      filter: { kind: 'or', of: conditions },
      page: { kind: 'index', offset: 0, limit: batch },
      total: 'skip',
      want: documentOnly,
    });
    for (const found of page.resources) note(found);
  }
}
