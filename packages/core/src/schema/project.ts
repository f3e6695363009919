import { badRequest } from '../errors/bad-request.ts';
import type { AttributeRef } from './attribute-ref.ts';
import { isRecord } from './is-record.ts';
import { resolveAttribute } from './resolve-attribute.ts';
import type { ResourceModel } from './resource-model.ts';

/** What a request says about the attributes it wants back: paths in standard notation, in any letter case. */
export interface ProjectionRequest {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}

/** Choices of {@link compileProjection}. */
export interface ProjectionOptions {
  /** When both parameters are given: `refuse` (the default) is 400 `invalidValue`, `attributes` lets that one win. */
  readonly both?: 'refuse' | 'attributes';
}

/** Which attributes a response shows, decided once for a request. */
export interface Projection {
  /** True when every resource goes out as it is. */
  readonly plain: boolean;
  /** False when the attribute cannot be part of the response, so that it need not be loaded. */
  readonly wants: (attribute: AttributeRef) => boolean;
  /**
   * Cuts a resource down to what the response shows.
   *
   * @param resource - The whole resource. It is not changed.
   * @param requested - The attributes that the request itself assigned: it shows them although their `returned` is
   *   `request` (CHR-16).
   */
  readonly apply: (
    resource: Record<string, unknown>,
    requested?: ReadonlySet<AttributeRef>,
  ) => Record<string, unknown>;
}

/** An attribute that is shown. Those that are not have no cut. */
interface Cut {
  readonly attribute: AttributeRef;
  /** True when it is shown only if the request assigned it. */
  readonly ifRequested: boolean;
  /** The parts that are shown; left out when all of them are. */
  readonly parts?: Cuts;
}

type Cuts = ReadonlyMap<string, Cut>;

/** The request, resolved: what it names, and what that is a part of. */
interface Wish {
  readonly mode: 'default' | 'only' | 'without';
  readonly named: ReadonlySet<AttributeRef>;
  readonly onTheWay: ReadonlySet<AttributeRef>;
}

function readWish(model: ResourceModel, { attributes, excludedAttributes }: ProjectionRequest): Wish {
  const mode = attributes?.length ? 'only' : excludedAttributes?.length ? 'without' : 'default';
  const named = new Set<AttributeRef>();
  const onTheWay = new Set<AttributeRef>();
  for (const path of (mode === 'only' ? attributes : excludedAttributes) ?? []) {
    const attribute = resolveAttribute(model, path);
    // Unknown names are ignored (PRJ-10).
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
  if (wish.mode === 'only') return named || wish.onTheWay.has(attribute) || (covered && returned === 'default');
  return !named && !covered;
}

/** Are the parts of an attribute named along with it? */
function coversParts(attribute: AttributeRef, wish: Wish, covered: boolean): boolean {
  if (covered || wish.named.has(attribute)) return true;
  // What is always returned comes whole, unless the request picks parts of it.
  return wish.mode === 'only' && attribute.returned === 'always' && !wish.onTheWay.has(attribute);
}

function cut(attribute: AttributeRef, wish: Wish, covered: boolean): Cut | undefined {
  // An extension is no more than a container: what is in it is judged by itself, so that `always` holds there too.
  if (!attribute.extension && !isShown(attribute, wish, covered)) return undefined;
  const ifRequested = attribute.returned === 'request' && wish.mode !== 'only';
  if (attribute.subAttributes.length === 0) return { attribute, ifRequested };
  const parts = cutAll(attribute.subAttributes, wish, coversParts(attribute, wish, covered));
  if (parts.size === 0) return undefined;
  return isWhole(attribute.subAttributes, parts) ? { attribute, ifRequested } : { attribute, ifRequested, parts };
}

function cutAll(attributes: readonly AttributeRef[], wish: Wish, covered: boolean): Cuts {
  const cuts = new Map<string, Cut>();
  for (const attribute of attributes) {
    const shown = cut(attribute, wish, covered);
    if (shown !== undefined) cuts.set(attribute.name, shown);
  }
  return cuts;
}

function isWhole(attributes: readonly AttributeRef[], cuts: Cuts): boolean {
  if (cuts.size < attributes.length) return false;
  for (const { ifRequested, parts } of cuts.values()) if (ifRequested || parts !== undefined) return false;
  return true;
}

/** Cuts one object; `undefined` when nothing is left of it. */
function cutObject(
  cuts: Cuts,
  source: Readonly<Record<string, unknown>>,
  requested: ReadonlySet<AttributeRef> | undefined,
): Record<string, unknown> | undefined {
  const result: Record<string, unknown> = {};
  let empty = true;
  for (const name of Object.keys(source)) {
    const shown = cuts.get(name);
    // What the definition no longer knows is not shown: nothing says that it may be.
    if (shown === undefined || (shown.ifRequested && requested?.has(shown.attribute) !== true)) continue;
    const value = shown.parts === undefined ? source[name] : cutValue(shown.parts, source[name], requested);
    if (value === undefined) continue;
    result[name] = value;
    empty = false;
  }
  return empty ? undefined : result;
}

function cutValue(cuts: Cuts, value: unknown, requested: ReadonlySet<AttributeRef> | undefined): unknown {
  if (!Array.isArray(value)) return isRecord(value) ? cutObject(cuts, value, requested) : undefined;
  const elements: unknown[] = [];
  for (const element of value) {
    const rest = isRecord(element) ? cutObject(cuts, element, requested) : undefined;
    if (rest !== undefined) elements.push(rest);
  }
  return elements.length === 0 ? undefined : elements;
}

/** Follows the steps to an attribute through what is shown. */
function isWanted(cuts: Cuts, attribute: AttributeRef): boolean {
  let level = cuts;
  for (const step of attribute.steps) {
    const shown: Cut | undefined = level.get(step);
    if (shown === undefined) return false;
    if (shown.parts === undefined) return true;
    level = shown.parts;
  }
  return true;
}

/**
 * Decides which attributes a response shows, from what the schema says about them (`returned`) and what the request
 * asks for.
 *
 * @param request - The two parameters; empty lists count as left out, unknown names are ignored.
 * @returns The decision, to be applied to any number of resources of the type.
 * @throws ScimError 400 `invalidValue` when both parameters are given (PRJ-09).
 * @see RFC 7644 sections 3.4.2.5 and 3.9
 */
export function compileProjection(
  model: ResourceModel,
  request: ProjectionRequest,
  { both = 'refuse' }: ProjectionOptions = {},
): Projection {
  if (both === 'refuse' && request.attributes?.length && request.excludedAttributes?.length) {
    throw badRequest('invalidValue', 'Send either attributes or excludedAttributes: one rules out the other.');
  }
  const cuts = cutAll(model.attributes, readWish(model, request), false);
  const plain = isWhole(model.attributes, cuts);
  return Object.freeze({
    plain,
    wants: (attribute: AttributeRef) => isWanted(cuts, attribute),
    apply: (resource: Record<string, unknown>, requested?: ReadonlySet<AttributeRef>) =>
      plain ? resource : (cutObject(cuts, resource, requested) ?? {}),
  });
}
