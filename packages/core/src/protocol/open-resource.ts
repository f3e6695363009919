import type { Referred, Representation } from '../operations/context.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { ResourceModel } from '../schema/resource-model.ts';
import type { Member, Stored } from '../storage/port.ts';
import { jsonString } from './json-string.ts';
import { renderElements } from './render-members.ts';
import { cutText, headOf, passesThrough, type Site, tailOf, textOf } from './render-resource.ts';

/** A resource whose members come in pages: the text around them, and how they are written. */
export interface OpenText {
  /** The attributes before the members, without braces. May be empty. */
  readonly head: string;
  /** The name of the set. */
  readonly name: string;
  /** Elements of the set, without brackets. Empty when the projection leaves nothing of them. */
  readonly elements: (members: readonly Member[]) => string;
  /** The attributes after the members, without braces. May be empty. */
  readonly tail: string;
}

/**
 * The same text as {@link renderResource} makes, open in the place where the members go. A projection decides on each
 * attribute and each element by itself, so that it can be applied to the parts.
 */
export function openResource(
  site: Site,
  model: ResourceModel,
  stored: Stored,
  representation: Representation,
  assigned?: ReadonlySet<AttributeRef>,
  referred?: Referred,
): OpenText {
  const json = textOf(site, model, stored, referred);
  const [head, tail] = [headOf(stored, json ?? JSON.stringify(stored.document)), tailOf(site, model, stored)];
  const set = model.membership;
  if (set === undefined) throw new TypeError(`${model.name} has no members.`);
  const { name } = set;
  if (passesThrough(model, representation, json)) {
    return { head, name, elements: (members) => renderElements(site, set, members), tail };
  }
  const cut = (inner: string): string => cutText(`{${inner}}`, representation, assigned).slice(1, -1);
  const around = `${jsonString(name)}:[`;
  return {
    head: cut(head),
    name,
    elements: (members) => cut(`${around}${renderElements(site, set, members)}]`).slice(around.length, -1),
    tail: cut(tail),
  };
}
