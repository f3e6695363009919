import type { AttributeRef } from '../schema/attribute-ref.ts';
import type { Member, Membership } from '../storage/port.ts';
import type { Site } from './render-resource.ts';

/**
 * The JSON text of a reference set. `$ref`, `type` and `display` are the server's to fill in (RES-18), as far as the
 * definition has them.
 */
export function renderMembers(site: Site, set: AttributeRef, members: readonly Member[]): string {
  const type = set.byName.has('type');
  return renderReferences(site, set, members, (member) => (type ? member.type : undefined));
}

/** The JSON text of the derived side: `type` tells direct memberships from inherited ones (RES-14). */
export function renderMemberships(
  site: Site,
  derived: AttributeRef,
  memberships: readonly Membership[],
): string {
  const type = derived.byName.has('type');
  return renderReferences(site, derived, memberships, (group) =>
    type ? (group.indirect === true ? 'indirect' : 'direct') : undefined,
  );
}

function renderReferences<Reference extends Member>(
  site: Site,
  attribute: AttributeRef,
  references: readonly Reference[],
  typeOf: (reference: Reference) => string | undefined,
): string {
  const withUrl = attribute.byName.has('$ref');
  const withDisplay = attribute.byName.has('display');
  const roots = new Map<string, string>();
  let text = '[';
  for (const reference of references) {
    if (text.length > 1) text += ',';
    text += `{"value":${JSON.stringify(reference.id)}`;
    if (withUrl)
      text += `,"$ref":${JSON.stringify(rootOf(site, reference.type, roots) + encodeURIComponent(reference.id))}`;
    const type = typeOf(reference);
    if (type !== undefined) text += `,"type":${JSON.stringify(type)}`;
    if (withDisplay && reference.display !== undefined)
      text += `,"display":${JSON.stringify(reference.display)}`;
    text += '}';
  }
  return `${text}]`;
}

/** The URL that ids of a type are appended to, made once for a list of a hundred thousand. */
function rootOf(site: Site, type: string, roots: Map<string, string>): string {
  const known = roots.get(type);
  if (known !== undefined) return known;
  const root = `${site.base}${site.catalog.byType.get(type)?.endpoint ?? `/${type}`}/`;
  roots.set(type, root);
  return root;
}
