import type { AttributeRef } from './attribute-ref.ts';
import type { ProjectionRequest } from './project.ts';
import { resolveAttribute } from './resolve-attribute.ts';
import type { ResourceModel } from './resource-model.ts';

/** An attribute that is shown. Those that are not have no cut. */
export interface Cut {
  readonly attribute: AttributeRef;
  /** True when it is shown only if the request assigned it. */
  readonly ifRequested: boolean;
  /** The parts that are shown; left out when all of them are. */
  readonly parts?: Cuts;
}

/** What is shown of an object, by name. */
export type Cuts = ReadonlyMap<string, Cut>;

/** The request, resolved: what it names, and what that is a part of. */
export interface Wish {
  readonly mode: 'default' | 'only' | 'without';
  readonly named: ReadonlySet<AttributeRef>;
  readonly onTheWay: ReadonlySet<AttributeRef>;
}

/** Resolves the names of a request once. Unknown ones are ignored (PRJ-10). */
export function readWish(model: ResourceModel, { attributes, excludedAttributes }: ProjectionRequest): Wish {
  const mode = attributes?.length ? 'only' : excludedAttributes?.length ? 'without' : 'default';
  const named = new Set<AttributeRef>();
  const onTheWay = new Set<AttributeRef>();
  for (const path of (mode === 'only' ? attributes : excludedAttributes) ?? []) {
    const attribute = resolveAttribute(model, path);
    if (attribute === undefined) continue;
    named.add(attribute);
    for (let whole = attribute.parent; whole !== undefined; whole = whole.parent) onTheWay.add(whole);
  }
  return { mode, named, onTheWay };
}

/**
 * Is an attribute shown, by itself?
 *
 * @param covered - True when something it is a part of is named as a whole.
 */
function isShown(attribute: AttributeRef, wish: Wish, covered: boolean): boolean {
  const { returned } = attribute;
  if (returned === 'never' || returned === 'always') return returned === 'always';
  const named = wish.named.has(attribute);
  if (wish.mode === 'only')
    return named || wish.onTheWay.has(attribute) || (covered && returned === 'default');
  return !named && !covered;
}

/** Are the parts of an attribute named along with it? */
function coversParts(attribute: AttributeRef, wish: Wish, covered: boolean): boolean {
  const named = covered || wish.named.has(attribute);
  if (attribute.returned !== 'always') return named;
  // What is always returned cannot be left out, and comes whole unless the request picks parts of it.
  return wish.mode === 'only' && (named || !wish.onTheWay.has(attribute));
}

function cut(attribute: AttributeRef, wish: Wish, covered: boolean): Cut | undefined {
  // An extension is no more than a container: what is in it is judged by itself, so that `always` holds there too.
  if (!attribute.extension && !isShown(attribute, wish, covered)) return undefined;
  const ifRequested = attribute.returned === 'request' && wish.mode !== 'only';
  if (attribute.subAttributes.length === 0) return { attribute, ifRequested };
  const parts = cutAll(attribute.subAttributes, wish, coversParts(attribute, wish, covered));
  if (parts.size === 0) return undefined;
  return isWhole(attribute.subAttributes, parts)
    ? { attribute, ifRequested }
    : { attribute, ifRequested, parts };
}

/** Decides on each of some attributes: the top level of a resource, or the parts of an attribute. */
export function cutAll(attributes: readonly AttributeRef[], wish: Wish, covered: boolean): Cuts {
  const cuts = new Map<string, Cut>();
  for (const attribute of attributes) {
    const shown = cut(attribute, wish, covered);
    if (shown !== undefined) cuts.set(attribute.name, shown);
  }
  return cuts;
}

/** True when nothing is cut: all of the attributes are shown, with all their parts, to everyone. */
export function isWhole(attributes: readonly AttributeRef[], cuts: Cuts): boolean {
  if (cuts.size < attributes.length) return false;
  for (const { ifRequested, parts } of cuts.values()) if (ifRequested || parts !== undefined) return false;
  return true;
}
