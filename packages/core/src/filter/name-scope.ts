import type { AttributeRef } from '../schema/attribute-ref.ts';
import { resolveAttribute } from '../schema/resolve-attribute.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import { quoted } from './invalid-filter.ts';

/** Where the names of a filter are looked up: in a resource type, or between brackets in one attribute. */
export interface NameScope {
  readonly find: (path: string) => AttributeRef | undefined;
  /** Says that there is no such name. */
  readonly missing: (path: string) => string;
  /** The resource type, where it is known. */
  readonly model?: ResourceModel;
  /** Collects what the filter turns out to ask about. Simplification drops nothing from it. */
  readonly named: Set<AttributeRef>;
}

/** The names of a resource type. */
export function modelScope(model: ResourceModel): NameScope {
  return {
    find: (path) => resolveAttribute(model, path),
    missing: (path) => `The resource type ${model.name} has no attribute ${quoted(path)}.`,
    model,
    named: new Set(),
  };
}

/**
 * The names between the brackets of `attribute[…]`: its sub-attributes and nothing else (FLT-19). The elements of a
 * simple multi-valued attribute have no parts; `value` names the element itself (FLT-37).
 */
export function elementScope(attribute: AttributeRef, around?: NameScope): NameScope {
  const model = around?.model;
  return {
    named: around?.named ?? new Set(),
    find: (path) =>
      attribute.type === 'complex'
        ? partOf(attribute, path)
        : path.toLowerCase() === 'value'
          ? attribute
          : undefined,
    missing: (path) => `${quoted(attribute.path)} has no sub-attribute ${quoted(path)}.`,
    ...(model && { model }),
  };
}

/** Only an extension has parts with parts: `manager.value` between the brackets of the enterprise extension. */
function partOf(attribute: AttributeRef, path: string): AttributeRef | undefined {
  const name = path.toLowerCase();
  const dot = name.indexOf('.');
  if (dot < 0) return attribute.byName.get(name);
  return attribute.byName.get(name.slice(0, dot))?.byName.get(name.slice(dot + 1));
}
