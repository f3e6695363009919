import type { Referred, Representation } from '../operations/context.ts';
import type { AttributeRef } from '../schema/attribute-ref.ts';
import { mayHold } from '../schema/needle.ts';
import { remember } from '../schema/remember.ts';
import type { Catalog, ResourceModel } from '../schema/resource-model.ts';
import type { Stored } from '../storage/port.ts';
import { fillReferences } from './fill-references.ts';
import { isoInstant } from './iso-instant.ts';
import { jsonString, jsonText } from './json-string.ts';
import { pathSegment } from './path-segment.ts';
import { renderMembers, renderMemberships } from './render-members.ts';

/** Where resources live: the absolute URL of the service root, and the endpoints below it. */
export interface Site {
  readonly base: string;
  /** The base as JSON text without the quotes around it, for all the URLs in an answer. */
  readonly jsonBase: string;
  readonly catalog: Catalog;
}

/** Makes the site of one answer. */
export function siteOf(base: string, catalog: Catalog): Site {
  return { base, jsonBase: jsonText(base), catalog };
}

/**
 * The JSON text of a resource. Without projection the stored text is passed through with id, references and meta set
 * around it: no parse, no copy, no stringify.
 *
 * @param assigned - Attributes that the request itself wrote (CHR-16).
 * @param referred - What the references of the answer lead to (RES-19).
 */
export function renderResource(
  site: Site,
  model: ResourceModel,
  stored: Stored,
  representation: Representation,
  assigned?: ReadonlySet<AttributeRef>,
  referred?: Referred,
): string {
  const json = textOf(site, model, stored, referred);
  if (passesThrough(model, representation, json)) return splice(site, model, stored, json);
  // The pieces are made the same way and parsed back, so that both ways cannot come to differ.
  return cutText(
    splice(site, model, stored, json ?? JSON.stringify(stored.document)),
    representation,
    assigned,
  );
}

/** May the stored text go out as it is? */
export function passesThrough(
  model: ResourceModel,
  representation: Representation,
  json: string | undefined,
): json is string {
  return representation.byDefault && json !== undefined && !mayHold(json, model.guarded);
}

/** Cuts the text of an object down to what is shown. */
export function cutText(
  text: string,
  { projection }: Representation,
  assigned: ReadonlySet<AttributeRef> | undefined,
): string {
  const whole: unknown = JSON.parse(text);
  // The text is that of an object, which the functions here have written.
  return JSON.stringify(projection.apply(whole as Record<string, unknown>, assigned));
}

/** The text of the document, with its references filled in; `undefined` when there is none at hand and nothing to fill in. */
export function textOf(
  site: Site,
  model: ResourceModel,
  stored: Stored,
  referred: Referred | undefined,
): string | undefined {
  if (referred === undefined || referred.size === 0) return stored.json;
  const filled = fillReferences(model, stored.document, (attribute, id) => {
    const member = typeof id === 'string' ? referred.get(id) : undefined;
    const target = member === undefined ? undefined : site.catalog.byType.get(member.type);
    if (member === undefined || target === undefined || !attribute.refersTo?.includes(member.type))
      return undefined;
    return { member, uri: locationOf(site.base, target, member.id) };
  });
  return filled === stored.document ? stored.json : JSON.stringify(filled);
}

/** The URI of a resource. */
export function locationOf(base: string, model: ResourceModel, id: string): string {
  return `${base}${model.endpoint}/${pathSegment(id)}`;
}

/** The entity tag of a version. Weak: the same version may be shown in different projections. */
export function entityTag(version: string): string {
  return `W/"${version}"`;
}

function splice(site: Site, model: ResourceModel, stored: Stored, document: string): string {
  let text = `{${headOf(stored, document)}`;
  if (stored.members !== undefined && stored.members.length > 0 && model.membership !== undefined) {
    text += `,${jsonString(model.membership.name)}:${renderMembers(site, model.membership, stored.members)}`;
  }
  return `${text},${tailOf(site, model, stored)}}`;
}

/** Everything that comes before the members: never empty. */
export function headOf(stored: Stored, document: string): string {
  const inner = document.slice(1, -1);
  const id = `"id":${jsonString(stored.id)}`;
  return inner === '' ? id : `${id},${inner}`;
}

/** Everything that comes after the members: never empty. */
export function tailOf(site: Site, model: ResourceModel, stored: Stored): string {
  let text = '';
  if (stored.memberOf !== undefined && stored.memberOf.length > 0 && model.memberOf !== undefined) {
    text = `${jsonString(model.memberOf.name)}:${renderMemberships(site, model.memberOf, stored.memberOf)},`;
  }
  const created = isoInstant(stored.created);
  const modified = stored.modified === stored.created ? created : isoInstant(stored.modified);
  // The JSON text of `locationOf` and `entityTag`. Endpoints and what percent-encoding leaves of an id need no escapes.
  const location = `${site.jsonBase}${model.endpoint}/${pathSegment(stored.id)}`;
  const version = `W/\\"${jsonText(stored.version)}\\"`;
  return `${text}"meta":{${typeIn(model)},"created":"${created}","lastModified":"${modified}","location":"${location}","version":"${version}"}`;
}

const typeIn = remember((model: ResourceModel) => `"resourceType":${JSON.stringify(model.name)}`);
